import { readFile } from "node:fs/promises";
import { decryptKeystoreJson, isKeystoreJson } from "ethers";
import { isHex, type LocalAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { FairhouseError } from "#domain/errors.ts";
import { givenSettings } from "#scripts/runtime/environment.ts";

const HEX_KEY = /^0x[0-9a-fA-F]{64}$/;

/** There is no key that a command could sign with; the message says what to set. */
export class KeyUnusable extends FairhouseError {
  readonly code = "KEY_UNUSABLE";
}

/** Where a command looks for the key of whoever runs it. */
export type KeyPlace = {
  /** The variable that holds the key itself. */
  readonly keyVariable: string;
  /** The variable that holds the keystore's password. */
  readonly passwordVariable: string;
  /** An encrypted keystore (version 3), in place of the first variable. */
  readonly keystore: string | undefined;
};

/** The account that signs. Nothing here is ever printed. @throws KeyUnusable */
export async function readKeyAccount(place: KeyPlace): Promise<LocalAccount> {
  const { keyVariable, passwordVariable, keystore } = place;
  const given = givenSettings([keyVariable, passwordVariable]);
  if (keystore !== undefined) return openKeystore(keystore, passwordVariable, given[passwordVariable]);
  const key = given[keyVariable] ?? "";
  if (!isHex(key) || !HEX_KEY.test(key)) {
    throw new KeyUnusable(
      `Set ${keyVariable} to the account's key (0x and 64 hex digits), or name an encrypted keystore with --keystore.`,
    );
  }
  return privateKeyToAccount(key);
}

async function openKeystore(path: string, variable: string, password: string | undefined) {
  if (password === undefined) throw new KeyUnusable(`Set ${variable} to the keystore's password.`);
  const json = await readFile(path, "utf8").catch(() => "");
  if (!isKeystoreJson(json)) throw new KeyUnusable(`The file ${path} is no version 3 keystore.`);
  // The cause is left out on purpose: libraries put what they were given into their errors.
  const { privateKey } = await decryptKeystoreJson(json, password).catch(() => {
    throw new KeyUnusable(`${variable} does not open the keystore ${path}.`);
  });
  if (!isHex(privateKey)) throw new KeyUnusable(`The keystore ${path} holds no key.`);
  return privateKeyToAccount(privateKey);
}
