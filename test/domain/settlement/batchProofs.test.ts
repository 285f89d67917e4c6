import { describe, expect, test } from "vitest";
import type { Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { buildLiabilitiesTree } from "#domain/ledger/liabilitiesTree.ts";
import { FREE_BALANCE } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { isLeafProven } from "#domain/ledger/liabilitiesTreeProof.ts";
import { batchProofs } from "#domain/settlement/batchProofs.ts";

const account = (n: number): Hex => `0x${n.toString(16).padStart(40, "0")}`;
const BATCH: Hex = `0x${"b1".repeat(32)}`;
const OTHER: Hex = `0x${"b2".repeat(32)}`;
const tree = buildLiabilitiesTree(NATIVE_TOKEN, [
  { account: account(1), quanta: 5n, batchId: FREE_BALANCE },
  { account: account(1), quanta: 7n, batchId: BATCH },
  { account: account(2), quanta: 9n, batchId: BATCH },
  { account: account(2), quanta: 4n, batchId: OTHER },
  { account: account(3), quanta: 1n, batchId: OTHER },
]);

describe("batchProofs", () => {
  test("default: one proof per recipient in ascending order, its payments added up", () => {
    const payments = [
      { account: account(2), quanta: 9n },
      { account: account(1), quanta: 3n },
      { account: account(1), quanta: 4n },
    ];
    const proofs = batchProofs(tree, BATCH, payments)!;
    expect(proofs).toHaveLength(2);
    const leaves = [
      { account: account(1), quanta: 7n, batchId: BATCH },
      { account: account(2), quanta: 9n, batchId: BATCH },
    ];
    for (const [n, leaf] of leaves.entries()) {
      expect(isLeafProven(NATIVE_TOKEN, leaf, proofs[n]!, tree)).toBe(true);
    }
  });

  test("behavior: null when a leaf is missing, or is about another amount or batch", () => {
    expect(batchProofs(tree, BATCH, [{ account: account(3), quanta: 1n }])).toBeNull();
    expect(batchProofs(tree, BATCH, [{ account: account(2), quanta: 4n }])).toBeNull();
    expect(batchProofs(tree, FREE_BALANCE, [{ account: account(2), quanta: 9n }])).toBeNull();
  });
});
