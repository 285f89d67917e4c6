import { type Hex, hexToBigInt, numberToHex } from "viem";
import { privateKeyToAccount, sign } from "viem/accounts";
import { describe, expect, test } from "vitest";
import type { KeyBackend } from "#backend/adapters/keyBackend.ts";
import { preparePublicKey, provenRecoveryBit } from "#backend/modules/signer/signatureProof.ts";
import { createProvenSigner } from "#backend/modules/signer/signProven.ts";
import { InvariantError } from "#domain/errors.ts";
import fc from "#test/support/properties.ts";
import { SIGNER_KEY, testKey } from "./testSigner.ts";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const key = preparePublicKey(privateKeyToAccount(SIGNER_KEY).publicKey);
const anyDigest = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes): Hex => `0x${Buffer.from(bytes).toString("hex")}`);
const word = (value: bigint) => numberToHex(value, { size: 32 });

describe("provenRecoveryBit", () => {
  test("property: agrees with the signer's own word", async () => {
    await fc.assert(
      fc.asyncProperty(anyDigest, async (hash) => {
        const { r, s, yParity } = await sign({ hash, privateKey: SIGNER_KEY });
        expect(provenRecoveryBit(key, hash, { r, s })).toBe(yParity);
        // The twin with a high s is valid too, with the other bit.
        expect(provenRecoveryBit(key, hash, { r, s: word(ORDER - hexToBigInt(s)) })).toBe(
          yParity === 1 ? 0 : 1,
        );
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  test("behavior: a flipped bit anywhere, or another digest, proves nothing", async () => {
    const hash = word(123_456_789n);
    const { r, s } = await sign({ hash, privateKey: SIGNER_KEY });
    for (let bit = 0n; bit < 256n; bit += 17n) {
      const flipped = (value: Hex) => word(hexToBigInt(value) ^ (1n << bit));
      expect(provenRecoveryBit(key, hash, { r: flipped(r), s })).toBeUndefined();
      expect(provenRecoveryBit(key, hash, { r, s: flipped(s) })).toBeUndefined();
      expect(provenRecoveryBit(key, flipped(hash), { r, s })).toBeUndefined();
    }
  });

  test.each([0n, ORDER, ORDER + 1n])("behavior: %i is no part of a signature", async (value) => {
    const hash = word(5n);
    const { r, s } = await sign({ hash, privateKey: SIGNER_KEY });
    expect(provenRecoveryBit(key, hash, { r: word(value), s })).toBeUndefined();
    expect(provenRecoveryBit(key, hash, { r, s: word(value) })).toBeUndefined();
  });
});

describe("createProvenSigner", () => {
  const faulty = (spoil: KeyBackend["signDigest"]): KeyBackend => ({ ...testKey, signDigest: spoil });

  test("error: InvariantError, and no signature, when the backend signs wrongly or with another key", async () => {
    const other: Hex = `0x${"52".repeat(32)}`;
    const byAnother = faulty(async (hash) => sign({ hash, privateKey: other }));
    await expect(createProvenSigner(byAnother)(word(1n))).rejects.toThrow(InvariantError);
    let count = 0;
    const wrongLater = faulty(async (hash) => {
      count += 1;
      return sign({ hash: count === 1 ? hash : word(99n), privateKey: SIGNER_KEY });
    });
    const signs = createProvenSigner(wrongLater);
    await signs(word(1n));
    await expect(signs(word(2n))).rejects.toThrow(InvariantError);
  });

  test("error: InvariantError for a signature with a high s", async () => {
    const high = faulty(async (hash) => {
      const { r, s } = await sign({ hash, privateKey: SIGNER_KEY });
      return { r, s: word(ORDER - hexToBigInt(s)) };
    });
    await expect(createProvenSigner(high)(word(1n))).rejects.toThrow(InvariantError);
  });
});
