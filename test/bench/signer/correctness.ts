import { verifyTypedData } from "ethers";
import type { KeyBackend } from "#backend/adapters/keyBackend.ts";
import { createProvenSigner } from "#backend/modules/signer/signProven.ts";
import { entryIntentDigest } from "#domain/chain/entryIntentDigest.ts";
import { entryIntentTypes, vaultDomain } from "#domain/chain/typedData.ts";
import { account, CHAIN_ID, entryOf, VAULT } from "#test/backend/modules/signer/testSigner.ts";

const SIGNATURES = 200;
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** Has typed data signed, and verified by other software; without this, a figure would say nothing. */
export async function checkAnswers(key: KeyBackend) {
  const domain = vaultDomain(CHAIN_ID, VAULT);
  const types = { EntryIntent: [...entryIntentTypes.EntryIntent] };
  const sign = createProvenSigner(key);
  let highS = 0;
  for (let n = 0; n < SIGNATURES; n += 1) {
    const { intent } = entryOf({ account: account(n), nonce: BigInt(n) });
    const signature = await sign(entryIntentDigest(domain, intent));
    const signer = verifyTypedData(domain, types, intent, signature).toLowerCase();
    if (signer !== key.address()) throw new Error(`signature ${n} is ${signer}'s, not the key's`);
    if (BigInt(`0x${signature.slice(66, 130)}`) > HALF_ORDER) highS += 1;
  }
  if (highS > 0) throw new Error(`${highS} signatures have a high s`);
  return { verified: SIGNATURES, highS };
}
