import { expect } from "chai";
import type { Hex } from "#domain/chain/hex.ts";
import {
  ENTRY_KINDS,
  type EntryIntent,
  type EntryKind,
  entryIntentTypes,
  vaultDomain,
} from "#domain/chain/typedData.ts";
import { ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { asHex, COIN, GWEI, type House, ZERO_WORD } from "#test/contracts/support/house.ts";

export const PRICE = 5n * COIN;
export const PLACEMENT_HINT = asHex(ethers.id("left, under the sponsor"));

export type SignedEntry = { readonly intent: EntryIntent; readonly signature: string };

type Lies = Partial<EntryIntent> & { signer?: House["signer"]; chainId?: number; verifyingContract?: Hex };

/** Signs Alice's next entry; each override lies about one field, or signs with another key or for another domain. */
export async function signEntry(house: House, kind: EntryKind, overrides: Lies = {}): Promise<SignedEntry> {
  const { signer = house.signer, chainId, verifyingContract, ...fields } = overrides;
  const account = fields.account ?? asHex(house.alice.address);
  const intent: EntryIntent = {
    kind: ENTRY_KINDS[kind],
    account,
    sponsor: asHex(house.bob.address),
    amount: PRICE,
    placementHint: PLACEMENT_HINT,
    nonce: await house.vault.entryNonceOf(account),
    signerEpoch: await house.vault.signerEpoch(),
    deadline: BigInt(await networkHelpers.time.latest()) + 3_600n,
    ...fields,
  };
  const ownChainId = Number((await ethers.provider.getNetwork()).chainId);
  const domain = vaultDomain(chainId ?? ownChainId, verifyingContract ?? asHex(house.vaultAddress));
  const types = { EntryIntent: [...entryIntentTypes.EntryIntent] };
  return { intent, signature: await signer.signTypedData(domain, types, intent) };
}

/** Alice pays an entry, at the price that was signed unless `value` says otherwise. */
export function payEntry(house: House, name: "register" | "retopup", signed: SignedEntry, value?: bigint) {
  const transaction = { value: value ?? signed.intent.amount * GWEI };
  return house.vault.connect(house.alice)[name](signed.intent, signed.signature, transaction);
}

/** Makes Alice a member. */
export async function registerAlice(house: House): Promise<SignedEntry> {
  const signed = await signEntry(house, "registration");
  await payEntry(house, "register", signed);
  return signed;
}

/** Everything that no kind of entry survives: each lie is told to the function, and refused by name. */
export async function expectLiesRefused(
  house: House,
  name: "register" | "retopup",
  kind: EntryKind,
): Promise<void> {
  const honest = await signEntry(house, kind);
  const { intent, signature } = honest;
  const changes: Partial<EntryIntent>[] = [
    { sponsor: asHex(house.nobody.address) },
    { placementHint: ZERO_WORD },
    { deadline: intent.deadline + 1n },
  ];
  const forgeries: SignedEntry[] = [
    ...changes.map((change) => ({ intent: { ...intent, ...change }, signature })),
    await signEntry(house, kind, { signer: house.admin }),
    await signEntry(house, kind, { chainId: 56 }),
    await signEntry(house, kind, { verifyingContract: asHex(house.bob.address) }),
    { intent, signature: highSOf(signature) },
    { intent, signature: "0x" },
    { intent, signature: `${signature}00` },
    { intent, signature: `0x${"00".repeat(64)}1b` },
  ];
  for (const forgery of forgeries) await expectEntryRefused(house, name, forgery, "InvalidSignature");
}

/** Expects an error; `args` are its values where the test names them. */
export async function expectEntryRefused(
  house: House,
  name: "register" | "retopup",
  signed: SignedEntry,
  error: string,
  ...args: unknown[]
): Promise<void> {
  const refusal = expect(payEntry(house, name, signed)).to.be.revertedWithCustomError(house.vault, error);
  await (args.length === 0 ? refusal : refusal.withArgs(...args));
}

/** The same signature with the other s, which also recovers to the signer. */
export function highSOf(signature: string): string {
  const { r, s, v } = ethers.Signature.from(signature);
  return ethers.concat([r, ethers.toBeHex(CURVE_ORDER - BigInt(s), 32), ethers.toBeHex(v === 27 ? 28 : 27)]);
}

/** The order of secp256k1: for each s there is another one, this minus s, that signs the same. */
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
