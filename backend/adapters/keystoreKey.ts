import { readFile } from "node:fs/promises";
import { decryptKeystoreJson, isKeystoreJson } from "ethers";
import { isHex } from "viem";
import { privateKeyToAddress, sign } from "viem/accounts";
import { FairhouseError } from "#domain/errors.ts";
import type { KeyBackend } from "./keyBackend.ts";

/** The keystore cannot be opened; the message says what to do and never repeats the password. */
export class KeystoreLocked extends FairhouseError {
  readonly code = "KEYSTORE_LOCKED";
}

/**
 * Opens an encrypted keystore (Web3 Secret Storage, version 3). The key lives in this closure alone.
 * @throws KeystoreLocked
 */
export async function openKeystore(path: string, password: string): Promise<KeyBackend> {
  const privateKey = await decrypt(await readKeystore(path), { path, password });
  const address = privateKeyToAddress(privateKey).toLowerCase();
  if (!isHex(address)) throw new KeystoreLocked(`The keystore ${path} holds no key.`);
  return {
    address: () => address,
    async signDigest(digest) {
      const { r, s } = await sign({ hash: digest, privateKey });
      return { r, s };
    },
  };
}

async function readKeystore(path: string): Promise<string> {
  const json = await readFile(path, "utf8").catch((cause: Error) => {
    throw new KeystoreLocked(
      `The keystore ${path} cannot be read: set SIGNER_KEYSTORE to an existing file.`,
      {
        cause,
      },
    );
  });
  if (isKeystoreJson(json)) return json;
  throw new KeystoreLocked(`The file ${path} is no version 3 keystore: set SIGNER_KEYSTORE to one.`);
}

async function decrypt(json: string, { path, password }: { path: string; password: string }) {
  // The cause is left out on purpose: libraries put what they were given into their errors.
  const account = await decryptKeystoreJson(json, password).catch(() => {
    throw new KeystoreLocked(
      `The password does not open the keystore ${path}: set SIGNER_KEYSTORE_PASSWORD.`,
    );
  });
  if (!isHex(account.privateKey)) throw new KeystoreLocked(`The keystore ${path} holds no key.`);
  return account.privateKey;
}
