import { FairhouseError } from "#domain/errors.ts";
import type { KeyBackend } from "./keyBackend.ts";
import { openKeystore } from "./keystoreKey.ts";
import { openPkcs11Key, type Pkcs11KeySettings } from "./pkcs11Key.ts";

/** Where the signer's key is: in an HSM, or in a keystore file, which is for development. */
export type KeySource =
  | ({ readonly kind: "pkcs11" } & Pkcs11KeySettings)
  | { readonly kind: "keystore"; readonly path: string; readonly password: string };

export interface KeySettings {
  readonly SIGNER_KEYSTORE?: string | undefined;
  readonly SIGNER_KEYSTORE_PASSWORD?: string | undefined;
  readonly SIGNER_PKCS11_MODULE?: string | undefined;
  readonly SIGNER_PKCS11_TOKEN?: string | undefined;
  readonly SIGNER_PKCS11_PIN?: string | undefined;
  readonly SIGNER_PKCS11_KEY: string;
}

/** The key's place is not said, or said twice; the message names the settings. */
export class KeySourceInvalid extends FairhouseError {
  readonly code = "KEY_SOURCE_INVALID";
}

/** @throws KeySourceInvalid */
export function keySource(settings: KeySettings): KeySource {
  const { SIGNER_PKCS11_MODULE: modulePath, SIGNER_KEYSTORE: path } = settings;
  if ((modulePath === undefined) === (path === undefined)) {
    const choice = "SIGNER_PKCS11_MODULE for a key in an HSM, or SIGNER_KEYSTORE for one in a file";
    throw new KeySourceInvalid(`Set one of both: ${choice}.`);
  }
  if (path !== undefined) {
    const password = required("SIGNER_KEYSTORE_PASSWORD", settings.SIGNER_KEYSTORE_PASSWORD);
    return { kind: "keystore", path, password };
  }
  const token = required("SIGNER_PKCS11_TOKEN", settings.SIGNER_PKCS11_TOKEN);
  const pin = required("SIGNER_PKCS11_PIN", settings.SIGNER_PKCS11_PIN);
  return { kind: "pkcs11", modulePath: modulePath ?? "", token, pin, key: settings.SIGNER_PKCS11_KEY };
}

/** @throws KeystoreLocked, TokenUnusable, PinRefused */
export async function openSignerKey(source: KeySource): Promise<KeyBackend> {
  return source.kind === "pkcs11" ? openPkcs11Key(source) : openKeystore(source.path, source.password);
}

function required(name: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new KeySourceInvalid(`Set ${name} in the environment or .env: it opens the signer's key.`);
}
