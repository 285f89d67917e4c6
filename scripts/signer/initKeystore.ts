import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { encryptKeystoreJson } from "ethers";
import type { Address, Hex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { openKeystore } from "#backend/adapters/keystoreKey.ts";

export type KeystoreOptions = {
  readonly path: string;
  readonly password: string;
  /** A new random key when left out. */
  readonly privateKey?: Hex;
};

/** Cost of guessing a password: 2^17 rounds, as wallets use. */
const SCRYPT = { N: 131_072, r: 8, p: 1 };

/**
 * Makes sure that there is an encrypted keystore at the path. One that exists is opened and kept as it is.
 * @returns the key's address. @throws KeystoreLocked when the one that exists has another password
 */
export async function initKeystore({ path, password, privateKey }: KeystoreOptions): Promise<Address> {
  if (await exists(path)) return (await openKeystore(path, password)).address();
  const key = privateKey ?? generatePrivateKey();
  const address = privateKeyToAddress(key);
  const json = await encryptKeystoreJson({ address, privateKey: key }, password, { scrypt: SCRYPT });
  await mkdir(dirname(path), { recursive: true });
  // "wx": never write over a key, even when two starts race.
  await writeFile(path, json, { mode: 0o600, flag: "wx" });
  return address;
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}
