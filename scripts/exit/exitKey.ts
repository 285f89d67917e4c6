import { readFile } from "node:fs/promises";
import { decryptKeystoreJson, isKeystoreJson } from "ethers";
import { isHex, type LocalAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { ExitRefused } from "#scripts/exit/errors.ts";
import { givenSettings } from "#scripts/runtime/environment.ts";

const HEX_KEY = /^0x[0-9a-fA-F]{64}$/;

/**
 * The account that signs: the key in EXIT_PRIVATE_KEY, or in an encrypted keystore (version 3) that
 * EXIT_KEYSTORE_PASSWORD opens. Nothing here is ever printed.
 *
 * @throws ExitRefused
 */
export async function readExitAccount(keystore: string | undefined): Promise<LocalAccount> {
  const given = givenSettings(["EXIT_PRIVATE_KEY", "EXIT_KEYSTORE_PASSWORD"]);
  if (keystore !== undefined) return openKeystore(keystore, given.EXIT_KEYSTORE_PASSWORD);
  const key = given.EXIT_PRIVATE_KEY ?? "";
  if (!isHex(key) || !HEX_KEY.test(key)) {
    throw new ExitRefused(
      "Set EXIT_PRIVATE_KEY to the account's key (0x and 64 hex digits), or name an encrypted keystore with --keystore.",
    );
  }
  return privateKeyToAccount(key);
}

async function openKeystore(path: string, password: string | undefined): Promise<LocalAccount> {
  if (password === undefined) throw new ExitRefused("Set EXIT_KEYSTORE_PASSWORD to the keystore's password.");
  const json = await readFile(path, "utf8").catch(() => "");
  if (!isKeystoreJson(json)) throw new ExitRefused(`The file ${path} is no version 3 keystore.`);
  // The cause is left out on purpose: libraries put what they were given into their errors.
  const { privateKey } = await decryptKeystoreJson(json, password).catch(() => {
    throw new ExitRefused(`EXIT_KEYSTORE_PASSWORD does not open the keystore ${path}.`);
  });
  if (!isHex(privateKey)) throw new ExitRefused(`The keystore ${path} holds no key.`);
  return privateKeyToAccount(privateKey);
}
