import { TypedDataEncoder } from "ethers";
import { hashTypedData } from "viem";
import { describe, expect, test } from "vitest";
import { entryIntentDigest } from "#domain/chain/entryIntentDigest.ts";
import { type Hex, HexInvalid } from "#domain/chain/hex.ts";
import { type EntryIntent, entryIntentTypes, vaultDomain } from "#domain/chain/typedData.ts";
import { IntegerOutOfRange } from "#domain/chain/typedDataDigest.ts";
import fc from "#test/support/properties.ts";

const VAULT = "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512";
const types = { EntryIntent: [...entryIntentTypes.EntryIntent] };

function anIntent(overrides: Partial<EntryIntent> = {}): EntryIntent {
  return {
    kind: 1,
    account: `0x${"a1".repeat(20)}`,
    sponsor: `0x${"b2".repeat(20)}`,
    amount: 20_000_000_000n,
    placementHint: `0x${"cd".repeat(32)}`,
    nonce: 0n,
    signerEpoch: 1n,
    deadline: 1_900_000_000n,
    ...overrides,
  };
}

const hex = (length: number) =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes): Hex => `0x${Buffer.from(bytes).toString("hex")}`);
const uint = (bits: bigint) => fc.bigInt(0n, 2n ** bits - 1n);
const anyIntent = fc.record({
  kind: fc.integer({ min: 0, max: 255 }),
  account: hex(20),
  sponsor: hex(20),
  amount: uint(256n),
  placementHint: hex(32),
  nonce: uint(256n),
  signerEpoch: uint(256n),
  deadline: uint(64n),
});

describe("entryIntentDigest", () => {
  test("default", () => {
    const domain = vaultDomain(31_337, VAULT);
    expect(entryIntentDigest(domain, anIntent())).toBe(TypedDataEncoder.hash(domain, types, anIntent()));
    expect(TypedDataEncoder.from(types).encodeType("EntryIntent")).toBe(
      "EntryIntent(uint8 kind,address account,address sponsor,uint256 amount,bytes32 placementHint," +
        "uint256 nonce,uint256 signerEpoch,uint64 deadline)",
    );
  });

  test("property: agrees with ethers and with viem", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), hex(20), anyIntent, (chainId, vault, message) => {
        const domain = vaultDomain(chainId, vault);
        const digest = entryIntentDigest(domain, message);
        expect(digest).toBe(TypedDataEncoder.hash(domain, types, message));
        expect(digest).toBe(
          hashTypedData({ domain, types: entryIntentTypes, primaryType: "EntryIntent", message }),
        );
      }),
    );
  });

  test("behavior: every field counts", () => {
    const domain = vaultDomain(56, VAULT);
    const others = [
      anIntent({ kind: 2 }),
      anIntent({ account: VAULT }),
      anIntent({ sponsor: VAULT }),
      anIntent({ amount: 1n }),
      anIntent({ placementHint: `0x${"01".repeat(32)}` }),
      anIntent({ nonce: 1n }),
      anIntent({ signerEpoch: 2n }),
      anIntent({ deadline: 1n }),
    ];
    const digests = [anIntent(), ...others].map((intent) => entryIntentDigest(domain, intent));
    expect(new Set(digests).size).toBe(others.length + 1);
  });

  test.each([{ kind: 256 }, { deadline: 2n ** 64n }, { amount: -1n }])(
    "error: IntegerOutOfRange",
    (fields) => {
      expect(() => entryIntentDigest(vaultDomain(56, VAULT), anIntent(fields))).toThrow(IntegerOutOfRange);
    },
  );

  test("error: HexInvalid", () => {
    expect(() => entryIntentDigest(vaultDomain(56, VAULT), anIntent({ account: "0x12" }))).toThrow(
      HexInvalid,
    );
  });
});
