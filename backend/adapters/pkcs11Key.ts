import type { Hex } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import { type DigestSignature, type KeyBackend, KeyUnavailable } from "./keyBackend.ts";
import { PinRefused, TokenUnusable } from "./pkcs11Errors.ts";
import { findKey, type TokenKey } from "./pkcs11KeyPair.ts";
import { loadPkcs11Module, type Pkcs11Module } from "./pkcs11Library.ts";
import { openToken, type TokenAccess, type TokenSession } from "./pkcs11Token.ts";

export interface Pkcs11KeySettings extends TokenAccess {
  /** The shared library that drives the HSM. */
  readonly modulePath: string;
  /** The key's label. */
  readonly key: string;
}

export interface Pkcs11Key extends KeyBackend {
  close(): void;
}

/** The order of secp256k1. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const SCALAR_BYTES = 32;

interface OpenKey {
  readonly token: TokenSession;
  readonly key: TokenKey;
}

/**
 * Opens a key that lives in an HSM and signs there. A session that was lost, or a token that was taken out and put
 * back, is opened again with the next signature.
 * @throws TokenUnusable, PinRefused
 */
export function openPkcs11Key(settings: Pkcs11KeySettings): Pkcs11Key {
  const loaded = loadPkcs11Module(settings.modulePath);
  let open: OpenKey | undefined = openKey(loaded, settings);
  let refusedPin: PinRefused | undefined;
  const { address } = open.key;

  function reopen(): OpenKey {
    // A PIN that was refused is never tried again: a few tries lock the token.
    if (refusedPin !== undefined) throw refusedPin;
    open = undefined;
    try {
      loaded.restart();
      const opened = openKey(loaded, settings);
      if (opened.key.address !== address)
        throw new TokenUnusable(`The token ${settings.token} holds another key now: restart the signer.`);
      open = opened;
      return opened;
    } catch (error) {
      if (error instanceof PinRefused) refusedPin = error;
      throw error;
    }
  }

  return {
    address: () => address,
    async signDigest(digest) {
      if (open !== undefined) {
        try {
          return signWith(open, digest);
        } catch {
          // Whatever went wrong, a new session tells whether the token is still there.
        }
      }
      try {
        return signWith(reopen(), digest);
      } catch (cause) {
        const message = cause instanceof TokenUnusable ? cause.message : "The token does not sign.";
        throw new KeyUnavailable(message, { cause });
      }
    },
    close() {
      open?.token.close();
      open = undefined;
    },
  };
}

function openKey(loaded: Pkcs11Module, settings: Pkcs11KeySettings): OpenKey {
  const token = openToken(loaded, settings);
  try {
    return { token, key: findKey(token, settings.key) };
  } catch (error) {
    token.close();
    throw error;
  }
}

/** The token signs the digest as it is; of the two equivalent signatures it may return either. */
function signWith({ token, key }: OpenKey, digest: Hex): DigestSignature {
  const { library, module, session } = token;
  module.C_SignInit(session, { mechanism: library.CKM_ECDSA }, key.privateKey);
  const bytes = module.C_Sign(session, Buffer.from(digest.slice(2), "hex"), Buffer.alloc(2 * SCALAR_BYTES));
  invariant(bytes.length === 2 * SCALAR_BYTES, "a token's signature has r and s of 32 bytes each");
  const s = BigInt(`0x${bytes.subarray(SCALAR_BYTES).toString("hex")}`);
  const lowS = s > ORDER / 2n ? ORDER - s : s;
  return {
    r: `0x${bytes.subarray(0, SCALAR_BYTES).toString("hex")}`,
    s: `0x${lowS.toString(16).padStart(2 * SCALAR_BYTES, "0")}`,
  };
}
