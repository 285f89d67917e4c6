import { encodeFunctionData } from "viem";
import { type KeySource, keySource } from "#backend/adapters/signerKey.ts";
import { type PolicyOnFile, readPolicy } from "#backend/adapters/signingPolicyFile.ts";
import { createVaultReader } from "#backend/adapters/vaultReader.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { SettingMissing, type SignerCommandSettings } from "#scripts/signer/settings.ts";
import {
  addressOf,
  keyExists,
  keyName,
  makeKey,
  nameOf,
  removeKey,
  withKey,
} from "#scripts/signer/signingKey.ts";

/** A key cannot be made or destroyed now; the message says what must come first. */
export class RotationRefused extends FairhouseError {
  readonly code = "ROTATION_REFUSED";
}

const MAX_NAMES_TRIED = 1_000;

/** Makes the next key beside the present one, which stays as it is. @returns what to do next, step by step */
export async function rotateKey(settings: SignerCommandSettings, to: string | undefined): Promise<string> {
  const present = keySource(settings);
  const presentAddress = await addressOf(present);
  const next = withKey(present, to ?? (await freeName(present)));
  if (await keyExists(next))
    throw new RotationRefused(`There is a key in ${keyName(next)} already: choose another name with --to.`);
  const nextAddress = await makeKey(next);
  const { SIGNER_POLICY: path } = settings;
  const policy = path === undefined ? undefined : await readPolicy(path);
  const setting = next.kind === "pkcs11" ? "SIGNER_PKCS11_KEY" : "SIGNER_KEYSTORE";
  const backup =
    next.kind === "keystore"
      ? ["   Keep a copy of the new keystore where its machine cannot take it along."]
      : [];
  return [
    `New key      ${nextAddress} in ${keyName(next)}`,
    `Present key  ${presentAddress} in ${keyName(present)}; it stays in use until you change that`,
    "",
    "1. Have the vault's administrator schedule this on the AccessManager and execute it after the delay:",
    ...orders(policy, nextAddress),
    ...backup,
    `2. As soon as it is executed, set ${setting}=${nameOf(next)} and start the signer again.`,
    "   What the present key signed and nobody used by then is void; the house has it signed anew.",
    "3. When payouts flow again, destroy the present key:",
    `   npm run signer -- rotate --retire ${nameOf(present)}`,
  ].join("\n");
}

/** Destroys a key, once the chain itself says that no vault of the policy obeys it. @returns what was done */
export async function retireKey(settings: SignerCommandSettings, name: string): Promise<string> {
  const present = keySource(settings);
  const old = withKey(present, name);
  if (nameOf(present) === name)
    throw new RotationRefused(`The settings still name ${keyName(old)}: change them to the new key first.`);
  if (settings.SIGNER_POLICY === undefined)
    throw new SettingMissing("SIGNER_POLICY", "the policy, which says what vaults to look at");
  if (!(await keyExists(old))) throw new RotationRefused(`There is no key in ${keyName(old)}.`);
  const address = await addressOf(old);
  await requireUnused(await readPolicy(settings.SIGNER_POLICY), address);
  await removeKey(old);
  return `The key ${address} in ${keyName(old)} is destroyed.`;
}

async function requireUnused({ policy, rpcUrls }: PolicyOnFile, address: EvmAddress): Promise<void> {
  const chain = createVaultReader(rpcUrls);
  for (const { chainId, vault } of policy.vaults) {
    const { signer } = await chain.authority({ chainId, vault });
    if (signer !== address) continue;
    const advice = "rotate its signer first";
    throw new RotationRefused(`Vault ${vault} on chain ${chainId} still obeys ${address}: ${advice}.`);
  }
}

function orders(policy: PolicyOnFile | undefined, nextAddress: EvmAddress): string[] {
  const data = encodeFunctionData({ abi: vaultAbi, functionName: "rotateSigner", args: [nextAddress] });
  const order = `rotateSigner(${nextAddress}), calldata ${data}`;
  const vaults = policy?.policy.vaults ?? [];
  if (vaults.length === 0) return [`   on each vault: ${order}`];
  return vaults.map(({ chainId, vault }) => `   vault ${vault} on chain ${chainId}: ${order}`);
}

/** "signer-3.json" after "signer-2.json"; "fairhouse-signer-2" after "fairhouse-signer". */
async function freeName(present: KeySource): Promise<string> {
  const [, stem = "", number, extension = ""] =
    /^(.*?)(?:-([0-9]+))?(\.[a-z]+)?$/s.exec(nameOf(present)) ?? [];
  const start = Number(number ?? 1) + 1;
  for (let next = start; next < start + MAX_NAMES_TRIED; next += 1) {
    const name = `${stem}-${next}${extension}`;
    if (!(await keyExists(withKey(present, name)))) return name;
  }
  throw new RotationRefused(
    `${MAX_NAMES_TRIED} names after ${nameOf(present)} are taken: choose one with --to.`,
  );
}
