import { TypedDataEncoder } from "ethers";
import { hashTypedData } from "viem";
import { describe, expect, test } from "vitest";
import { type Hex, HexInvalid } from "#domain/chain/hex.ts";
import { payoutBatchDigest } from "#domain/chain/payoutBatchDigest.ts";
import { NATIVE_TOKEN, type PayoutBatch, payoutBatchTypes, vaultDomain } from "#domain/chain/typedData.ts";
import { IntegerOutOfRange } from "#domain/chain/typedDataDigest.ts";
import fc from "#test/support/properties.ts";

const VAULT = "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512";

function aBatch(overrides: Partial<PayoutBatch> = {}): PayoutBatch {
  return {
    batchId: `0x${"ab".repeat(32)}`,
    token: NATIVE_TOKEN,
    entriesHash: `0x${"cd".repeat(32)}`,
    total: 3_000_000_000n,
    count: 2,
    checkpointEpoch: 0n,
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
const anyBatch = fc.record({
  batchId: hex(32),
  token: hex(20),
  entriesHash: hex(32),
  total: uint(256n),
  count: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  checkpointEpoch: uint(64n),
  signerEpoch: uint(256n),
  deadline: uint(64n),
});

describe("payoutBatchDigest", () => {
  test("default", () => {
    const domain = vaultDomain(31_337, VAULT);
    const types = { PayoutBatch: [...payoutBatchTypes.PayoutBatch] };
    expect(payoutBatchDigest(domain, aBatch())).toBe(TypedDataEncoder.hash(domain, types, aBatch()));
  });

  test("property: agrees with ethers and with viem", () => {
    const types = { PayoutBatch: [...payoutBatchTypes.PayoutBatch] };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), hex(20), anyBatch, (chainId, vault, message) => {
        const domain = vaultDomain(chainId, vault);
        const digest = payoutBatchDigest(domain, message);
        expect(digest).toBe(TypedDataEncoder.hash(domain, types, message));
        expect(digest).toBe(
          hashTypedData({ domain, types: payoutBatchTypes, primaryType: "PayoutBatch", message }),
        );
      }),
    );
  });

  test("behavior: every field and every part of the domain counts", () => {
    const base = payoutBatchDigest(vaultDomain(56, VAULT), aBatch());
    const others = [
      payoutBatchDigest(vaultDomain(97, VAULT), aBatch()),
      payoutBatchDigest(vaultDomain(56, `0x${"11".repeat(20)}`), aBatch()),
      payoutBatchDigest(vaultDomain(56, VAULT), aBatch({ batchId: `0x${"01".repeat(32)}` })),
      payoutBatchDigest(vaultDomain(56, VAULT), aBatch({ token: VAULT })),
      payoutBatchDigest(vaultDomain(56, VAULT), aBatch({ entriesHash: `0x${"01".repeat(32)}` })),
      payoutBatchDigest(vaultDomain(56, VAULT), aBatch({ total: 1n })),
      payoutBatchDigest(vaultDomain(56, VAULT), aBatch({ count: 1 })),
      payoutBatchDigest(vaultDomain(56, VAULT), aBatch({ checkpointEpoch: 1n })),
      payoutBatchDigest(vaultDomain(56, VAULT), aBatch({ signerEpoch: 2n })),
      payoutBatchDigest(vaultDomain(56, VAULT), aBatch({ deadline: 1n })),
    ];
    expect(new Set([base, ...others]).size).toBe(others.length + 1);
  });

  test.each([{ count: 2 ** 32 }, { deadline: 2n ** 64n }, { total: -1n }])(
    "error: IntegerOutOfRange",
    (fields) => {
      expect(() => payoutBatchDigest(vaultDomain(56, VAULT), aBatch(fields))).toThrow(IntegerOutOfRange);
    },
  );

  test("error: HexInvalid", () => {
    expect(() => payoutBatchDigest(vaultDomain(56, "0x12"), aBatch())).toThrow(HexInvalid);
    expect(() => payoutBatchDigest(vaultDomain(56, VAULT), aBatch({ batchId: "0x12" }))).toThrow(HexInvalid);
  });
});
