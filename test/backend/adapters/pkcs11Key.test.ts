import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashMessage, keccak256, numberToHex, recoverAddress } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { KeyUnavailable } from "#backend/adapters/keyBackend.ts";
import { PinRefused, TokenUnusable } from "#backend/adapters/pkcs11Errors.ts";
import { openPkcs11Key, type Pkcs11Key } from "#backend/adapters/pkcs11Key.ts";
import { destroyKey, findKey, generateKey, hasKey, type TokenKey } from "#backend/adapters/pkcs11KeyPair.ts";
import { loadPkcs11Module, type Pkcs11Module, resultOf } from "#backend/adapters/pkcs11Library.ts";
import { openToken, type TokenSession } from "#backend/adapters/pkcs11Token.ts";
import { createProvenSigner } from "#backend/modules/signer/signProven.ts";
import { createSoftHsm, type SoftHsm } from "#test/support/softHsm.ts";

const KEY = "the signer's";
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

let folder: string;
let hsm: SoftHsm;
let loaded: Pkcs11Module;
let open: Pkcs11Key | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairhouse-hsm-"));
  hsm = await createSoftHsm(folder);
  Object.assign(process.env, hsm.environment);
  loaded = loadPkcs11Module(hsm.modulePath);
  withToken((token) => generateKey(token, KEY));
});
afterEach(() => {
  open?.close();
  open = undefined;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function openKey(overrides: Partial<Parameters<typeof openPkcs11Key>[0]> = {}): Pkcs11Key {
  const { modulePath, token, pin } = hsm;
  open = openPkcs11Key({ modulePath, token, pin, key: KEY, ...overrides });
  return open;
}

function withToken<Result>(use: (token: TokenSession) => Result): Result {
  const token = openToken(loaded, hsm, "write");
  try {
    return use(token);
  } finally {
    token.close();
  }
}

/** What the token answers to a call that it must refuse. */
function refusalOf(call: (token: TokenSession, key: TokenKey) => unknown): string | undefined {
  return withToken((token) => {
    const key = findKey(token, KEY);
    try {
      call(token, key);
    } catch (error) {
      return resultOf(token.library, error);
    }
    return undefined;
  });
}

const digestOf = (n: number) => keccak256(numberToHex(n));

describe("openPkcs11Key", () => {
  test("default: signatures are low-s and recover to the key's address", async () => {
    const key = openKey();
    const sign = createProvenSigner(key);
    for (let n = 0; n < 60; n += 1) {
      const signature = await sign(digestOf(n));
      const recovered = await recoverAddress({ hash: digestOf(n), signature });
      expect(recovered.toLowerCase()).toBe(key.address());
      expect(BigInt(`0x${signature.slice(66, 130)}`)).toBeLessThanOrEqual(HALF_ORDER);
    }
  });

  test("behavior: a session that was lost is opened again", async () => {
    const key = openKey();
    await createProvenSigner(key)(digestOf(1));
    const { module } = loaded;
    for (const slot of module.C_GetSlotList(true)) module.C_CloseAllSessions(slot);
    await createProvenSigner(key)(digestOf(2));
    module.C_Finalize();
    await createProvenSigner(key)(digestOf(3));
  });

  test("behavior: a token that is taken out stops the signing until it is back", async () => {
    const key = openKey();
    const address = key.address();
    await createProvenSigner(key)(digestOf(1));
    const elsewhere = `${hsm.tokenFolder}-unplugged`;
    renameSync(hsm.tokenFolder, elsewhere);
    loaded.module.C_Finalize();
    await expect(key.signDigest(digestOf(2))).rejects.toThrow(KeyUnavailable);
    await expect(key.signDigest(digestOf(2))).rejects.toThrow(/HSM|no token|configuration/);
    renameSync(elsewhere, hsm.tokenFolder);
    await createProvenSigner(key)(digestOf(2));
    expect(key.address()).toBe(address);
  });

  test("error: TokenUnusable in one clear sentence when module, token or key is wrong", () => {
    const cases: [Parameters<typeof openKey>[0], RegExp][] = [
      [{ modulePath: "/nowhere/hsm.so" }, /cannot be loaded as a PKCS#11 module: set SIGNER_PKCS11_MODULE/],
      [{ token: "another" }, /no token called another \(found: fairhouse\).*SIGNER_PKCS11_TOKEN/],
      [{ key: "another" }, /no secp256k1 key called another: set SIGNER_PKCS11_KEY/],
    ];
    for (const [overrides, sentence] of cases) {
      expect(() => openKey(overrides)).toThrow(TokenUnusable);
      expect(() => openKey(overrides)).toThrow(sentence);
    }
  });

  test("error: PinRefused does not repeat the PIN", () => {
    const wrong = "a PIN that is wrong";
    expect(() => openKey({ pin: wrong })).toThrow(PinRefused);
    expect(() => openKey({ pin: wrong })).toThrow(/refuses the PIN: correct SIGNER_PKCS11_PIN/);
    expect(() => openKey({ pin: wrong })).not.toThrow(wrong);
    expect(openKey().address()).toMatch(/^0x[0-9a-f]{40}$/);
  });

  test("behavior: a PIN that was refused is not tried again, lest it lock the token", async () => {
    const key = openKey();
    const changePin = (from: string, to: string) => {
      const token = openToken(loaded, { ...hsm, pin: from }, "write");
      loaded.module.C_SetPIN(token.session, from, to);
      token.close();
      loaded.module.C_Finalize();
      loaded.restart();
    };
    changePin(hsm.pin, "another PIN");
    await expect(key.signDigest(digestOf(1))).rejects.toThrow(/refuses the PIN.*start the signer again/);
    changePin("another PIN", hsm.pin);
    await expect(key.signDigest(digestOf(1))).rejects.toThrow(KeyUnavailable);
    expect(openKey().address()).toBe(key.address());
  });
});

describe("generateKey", () => {
  test("behavior: the key was made inside, is sealed there, and signs only", () => {
    withToken((token) => {
      const { library: p11, module, session } = token;
      const { privateKey } = findKey(token, KEY);
      const is = (type: number) => {
        const [attribute] = module.C_GetAttributeValue(session, privateKey, [{ type }]);
        return (attribute!.value as Buffer)[0] === 1;
      };
      for (const type of [p11.CKA_SENSITIVE, p11.CKA_ALWAYS_SENSITIVE, p11.CKA_NEVER_EXTRACTABLE])
        expect(is(type)).toBe(true);
      for (const type of [p11.CKA_SIGN, p11.CKA_LOCAL, p11.CKA_PRIVATE]) expect(is(type)).toBe(true);
      for (const type of [p11.CKA_EXTRACTABLE, p11.CKA_DECRYPT, p11.CKA_UNWRAP, p11.CKA_DERIVE])
        expect(is(type)).toBe(false);
      expect(is(p11.CKA_MODIFIABLE)).toBe(false);
    });
  });

  test("behavior: the token refuses to show the key, to wrap it, and to loosen it", () => {
    const { library: p11 } = loaded;
    expect(
      refusalOf(({ module, session }, { privateKey }) =>
        module.C_GetAttributeValue(session, privateKey, [{ type: p11.CKA_VALUE }]),
      ),
    ).toBe("CKR_ATTRIBUTE_SENSITIVE");
    expect(
      refusalOf(({ module, session }, { privateKey }) => {
        const wrappingKey = module.C_GenerateKey(session, { mechanism: p11.CKM_AES_KEY_GEN }, [
          { type: p11.CKA_VALUE_LEN, value: 32 },
          { type: p11.CKA_WRAP, value: true },
          { type: p11.CKA_TOKEN, value: false },
        ]);
        const mechanism = { mechanism: p11.CKM_AES_KEY_WRAP_PAD };
        return module.C_WrapKey(session, mechanism, wrappingKey, privateKey, Buffer.alloc(512));
      }),
    ).toBe("CKR_KEY_UNEXTRACTABLE");
    const loosened = [{ type: p11.CKA_EXTRACTABLE, value: true }];
    const { error: setting } = attempt(({ module, session }, key) =>
      module.C_SetAttributeValue(session, key.privateKey, loosened),
    );
    expect(setting).toBeInstanceOf(Error);
    const { error: copying } = attempt(({ module, session }, key) =>
      module.C_CopyObject(session, key.privateKey, loosened),
    );
    expect(copying).toBeInstanceOf(Error);
  });

  test("error: TokenUnusable when the label is taken", () => {
    expect(() => withToken((token) => generateKey(token, KEY))).toThrow(/holds a key called .* already/);
  });

  test("error: TokenUnusable for a key that can leave the token", () => {
    withToken((token) => {
      const { library: p11, module, session } = token;
      const shared = [
        { type: p11.CKA_TOKEN, value: true },
        { type: p11.CKA_LABEL, value: "loose" },
      ];
      const curve = { type: p11.CKA_EC_PARAMS, value: Buffer.from("06052b8104000a", "hex") };
      const loose = [
        { type: p11.CKA_SIGN, value: true },
        { type: p11.CKA_EXTRACTABLE, value: true },
      ];
      const mechanism = { mechanism: p11.CKM_EC_KEY_PAIR_GEN };
      module.C_GenerateKeyPair(session, mechanism, [...shared, curve], [...shared, ...loose]);
    });
    expect(() => openKey({ key: "loose" })).toThrow(/can be outside the token/);
  });

  test("behavior: destroyKey ends a key, and its label is free again", () => {
    withToken((token) => {
      const { address } = generateKey(token, "short-lived");
      destroyKey(token, findKey(token, "short-lived"));
      expect(hasKey(token, "short-lived")).toBe(false);
      expect(generateKey(token, "short-lived").address).not.toBe(address);
    });
  });
});

test("behavior: the key signs what other software verifies as a message", async () => {
  const key = openKey();
  const hash = hashMessage("Fairhouse");
  const recovered = await recoverAddress({ hash, signature: await createProvenSigner(key)(hash) });
  expect(recovered.toLowerCase()).toBe(key.address());
});

function attempt(call: (token: TokenSession, key: TokenKey) => unknown): { error: unknown } {
  return withToken((token) => {
    try {
      call(token, findKey(token, KEY));
      return { error: undefined };
    } catch (error) {
      return { error };
    }
  });
}
