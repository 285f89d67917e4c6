import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { openKeystore } from "#backend/adapters/keystoreKey.ts";
import type { Pkcs11KeySettings } from "#backend/adapters/pkcs11Key.ts";
import { destroyKey, findKey, generateKey, hasKey } from "#backend/adapters/pkcs11KeyPair.ts";
import { loadPkcs11Module } from "#backend/adapters/pkcs11Library.ts";
import { openToken, type TokenSession } from "#backend/adapters/pkcs11Token.ts";
import { type KeySettings, type KeySource, keySource } from "#backend/adapters/signerKey.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { initKeystore } from "#scripts/signer/initKeystore.ts";

/** Makes the key that the settings name, unless it exists. Never touches one that does. */
export async function initKey(
  settings: KeySettings,
): Promise<{ address: EvmAddress; isNew: boolean; source: KeySource }> {
  const source = keySource(settings);
  const isNew = !(await keyExists(source));
  const address = isNew ? await makeKey(source) : await addressOf(source);
  return { address, isNew, source };
}

/** Opens the key that the settings name, which proves that it can be used. @returns its address */
export async function openKey(settings: KeySettings): Promise<EvmAddress> {
  return addressOf(keySource(settings));
}

/** Opens a key and closes it again. */
export async function addressOf(source: KeySource): Promise<EvmAddress> {
  if (source.kind === "keystore") return (await openKeystore(source.path, source.password)).address();
  return withToken(source, (token) => findKey(token, source.key).address);
}

export async function keyExists(source: KeySource): Promise<boolean> {
  if (source.kind === "keystore") return existsSync(source.path);
  return withToken(source, (token) => hasKey(token, source.key));
}

/** Makes a new key in a place that is free. @returns its address */
export async function makeKey(source: KeySource): Promise<EvmAddress> {
  if (source.kind === "pkcs11") return withToken(source, (token) => generateKey(token, source.key).address);
  const { path, password } = source;
  const address = await initKeystore({ path, password });
  return `0x${address.slice(2).toLowerCase()}`;
}

/** Destroys a key for ever. */
export async function removeKey(source: KeySource): Promise<void> {
  if (source.kind === "keystore") await rm(source.path);
  else withToken(source, (token) => destroyKey(token, findKey(token, source.key)));
}

/** The same place with another key in it. */
export function withKey(source: KeySource, name: string): KeySource {
  return source.kind === "pkcs11" ? { ...source, key: name } : { ...source, path: name };
}

/** What the settings call the key. */
export function nameOf(source: KeySource): string {
  return source.kind === "pkcs11" ? source.key : source.path;
}

/** For messages. */
export function keyName(source: KeySource): string {
  if (source.kind === "keystore") return `the keystore ${source.path}`;
  return `the token ${source.token}, as "${source.key}"`;
}

function withToken<Result>(source: Pkcs11KeySettings, use: (token: TokenSession) => Result): Result {
  const token = openToken(loadPkcs11Module(source.modulePath), source, "write");
  try {
    return use(token);
  } finally {
    token.close();
  }
}
