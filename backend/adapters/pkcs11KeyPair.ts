import type { Handle, Template } from "pkcs11js";
import { publicKeyToAddress } from "viem/accounts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { TokenUnusable } from "./pkcs11Errors.ts";
import { calling, type TokenSession } from "./pkcs11Token.ts";

/** A key pair inside a token. */
export interface TokenKey {
  readonly privateKey: Handle;
  readonly publicKey: Handle;
  /** In lower case. */
  readonly address: EvmAddress;
}

/** DER of the curve's name, 1.3.132.0.10: secp256k1. */
const SECP256K1 = Buffer.from("06052b8104000a", "hex");
/** DER of a string of 65 bytes, which is an uncompressed point. */
const POINT_HEADER = "044104";
const POINT_HEX_DIGITS = 2 * 64;
/** One more than is wanted, to notice that there are several. */
const MAX_FOUND = 2;

/** Finds a key by its label, and makes sure that it cannot leave the token. @throws TokenUnusable */
export function findKey(token: TokenSession, label: string): TokenKey {
  const key = findIfAny(token, label);
  if (key === undefined) {
    const advice = "set SIGNER_PKCS11_KEY, or make one with npm run signer -- init";
    throw new TokenUnusable(`The token holds no secp256k1 key called ${label}: ${advice}.`);
  }
  requireSealed(token, key, label);
  return key;
}

/** Whether the token holds a key of that label. */
export function hasKey(token: TokenSession, label: string): boolean {
  return findIfAny(token, label) !== undefined;
}

/** Makes a new key inside the token, which nothing can ever bring out: it signs, and that is all. */
export function generateKey(token: TokenSession, label: string): TokenKey {
  if (hasKey(token, label)) {
    throw new TokenUnusable(`The token holds a key called ${label} already: choose another label.`);
  }
  const { library: p11, module, session } = token;
  const shared: Template = [
    { type: p11.CKA_TOKEN, value: true },
    { type: p11.CKA_LABEL, value: label },
    { type: p11.CKA_ID, value: Buffer.from(label) },
    { type: p11.CKA_MODIFIABLE, value: false },
  ];
  const publicTemplate: Template = [
    ...shared,
    { type: p11.CKA_VERIFY, value: true },
    { type: p11.CKA_EC_PARAMS, value: SECP256K1 },
  ];
  const privateTemplate: Template = [
    ...shared,
    { type: p11.CKA_PRIVATE, value: true },
    { type: p11.CKA_SENSITIVE, value: true },
    { type: p11.CKA_EXTRACTABLE, value: false },
    { type: p11.CKA_SIGN, value: true },
    ...[p11.CKA_DECRYPT, p11.CKA_UNWRAP, p11.CKA_DERIVE, p11.CKA_SIGN_RECOVER].map((type) => ({
      type,
      value: false,
    })),
  ];
  const mechanism = { mechanism: p11.CKM_EC_KEY_PAIR_GEN };
  calling(token, "A new secp256k1 key", () =>
    module.C_GenerateKeyPair(session, mechanism, publicTemplate, privateTemplate),
  );
  return findKey(token, label);
}

/** Destroys a key for ever. */
export function destroyKey(token: TokenSession, { privateKey, publicKey }: TokenKey): void {
  for (const object of [privateKey, publicKey])
    calling(token, "The end of a key", () => token.module.C_DestroyObject(token.session, object));
}

function findIfAny(token: TokenSession, label: string): TokenKey | undefined {
  const { library: p11 } = token;
  const [privateKey, second] = findObjects(token, p11.CKO_PRIVATE_KEY, label);
  const [publicKey] = findObjects(token, p11.CKO_PUBLIC_KEY, label);
  if (second !== undefined) {
    throw new TokenUnusable(`The token holds several keys called ${label}: give the signer's its own name.`);
  }
  if (privateKey === undefined || publicKey === undefined) return undefined;
  return { privateKey, publicKey, address: addressOf(token, publicKey) };
}

function findObjects(token: TokenSession, objectClass: number, label: string): Handle[] {
  const { library: p11, module, session } = token;
  const template: Template = [
    { type: p11.CKA_CLASS, value: objectClass },
    { type: p11.CKA_KEY_TYPE, value: p11.CKK_EC },
    { type: p11.CKA_EC_PARAMS, value: SECP256K1 },
    { type: p11.CKA_LABEL, value: label },
  ];
  return calling(token, "The list of keys", () => {
    module.C_FindObjectsInit(session, template);
    const found = module.C_FindObjects(session, MAX_FOUND);
    module.C_FindObjectsFinal(session);
    return found;
  });
}

function addressOf(token: TokenSession, publicKey: Handle): EvmAddress {
  const point = readAttribute(token, publicKey, token.library.CKA_EC_POINT).toString("hex");
  if (!point.startsWith(POINT_HEADER) || point.length !== POINT_HEADER.length + POINT_HEX_DIGITS) {
    throw new TokenUnusable("The token shows a public key that is no point of secp256k1: make another key.");
  }
  const hex: EvmAddress = `0x${point.slice(POINT_HEADER.length - 2)}`;
  return `0x${publicKeyToAddress(hex).slice(2).toLowerCase()}`;
}

/** A key that was ever outside, or can be brought out, is not worth its HSM. */
function requireSealed(token: TokenSession, { privateKey }: TokenKey, label: string): void {
  const { library: p11 } = token;
  const is = (attribute: number) => readAttribute(token, privateKey, attribute).some((byte) => byte !== 0);
  const isSealed = is(p11.CKA_ALWAYS_SENSITIVE) && is(p11.CKA_NEVER_EXTRACTABLE) && is(p11.CKA_LOCAL);
  const isForSigning = is(p11.CKA_SIGN) && !is(p11.CKA_DERIVE) && !is(p11.CKA_DECRYPT) && !is(p11.CKA_UNWRAP);
  if (isSealed && isForSigning) return;
  const advice = "make one inside with npm run signer -- init";
  throw new TokenUnusable(
    `The key ${label} was or can be outside the token, or does more than sign: ${advice}.`,
  );
}

function readAttribute({ module, session, ...token }: TokenSession, object: Handle, type: number): Buffer {
  const [attribute] = calling({ module, ...token }, "An attribute of the key", () =>
    module.C_GetAttributeValue(session, object, [{ type }]),
  );
  return Buffer.isBuffer(attribute?.value) ? attribute.value : Buffer.alloc(0);
}
