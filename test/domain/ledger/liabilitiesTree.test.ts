import { describe, expect, test } from "vitest";
import type { Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import {
  buildLiabilitiesTree,
  DuplicateLeaf,
  EMPTY_ROOT,
  MAX_LEAVES,
  placesOf,
  proofOf,
  TooManyLeaves,
} from "#domain/ledger/liabilitiesTree.ts";
import {
  compareLeaves,
  FREE_BALANCE,
  LeafInvalid,
  LeavesLengthInvalid,
  type LiabilityLeaf,
  MAX_LEAF_QUANTA,
  packLeaves,
  unpackLeaves,
} from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { isLeafProven, MAX_PROOF_STEPS, type SumProofStep } from "#domain/ledger/liabilitiesTreeProof.ts";
import fc from "#test/support/properties.ts";
import vectors from "#test/vectors/liabilitiesTree.json" with { type: "json" };

const RUNS = { numRuns: 200 };

describe("vectors", () => {
  test.each(vectors.map((vector, index) => ({ ...vector, index })))("default: $index", (vector) => {
    const token = vector.token as Hex;
    const leaves = vector.leaves.map((leaf) => leafOf(leaf));
    const tree = buildLiabilitiesTree(token, leaves);
    expect(tree.root).toBe(vector.root);
    expect(tree.total).toBe(BigInt(vector.total));
    const proofs = tree.leaves.map((_, place) => proofOf(tree, place));
    expect(proofs).toEqual(vector.proofs.map((proof) => proof.map(stepOf)));
    for (const [place, leaf] of tree.leaves.entries())
      expect(isLeafProven(token, leaf, proofs[place]!, tree)).toBe(true);
  });

  test("behavior: the order of the input does not matter", () => {
    const leaves = vectors[6]!.leaves.map(leafOf);
    expect(buildLiabilitiesTree(NATIVE_TOKEN, leaves.toReversed()).root).toBe(vectors[6]!.root);
  });
});

describe("buildLiabilitiesTree", () => {
  test("behavior: nobody is owed anything", () => {
    expect(buildLiabilitiesTree(NATIVE_TOKEN, [])).toMatchObject({ root: EMPTY_ROOT, total: 0n });
  });

  test("error: DuplicateLeaf", () => {
    const leaf = aLeaf();
    expect(() => buildLiabilitiesTree(NATIVE_TOKEN, [leaf, { ...leaf, quanta: 2n }])).toThrow(DuplicateLeaf);
  });

  test("error: LeafInvalid", () => {
    const wrong = [
      aLeaf({ quanta: 0n }),
      aLeaf({ quanta: -1n }),
      aLeaf({ quanta: MAX_LEAF_QUANTA + 1n }),
      aLeaf({ account: `0x${"A".repeat(40)}` }),
      aLeaf({ account: "0x12" }),
      aLeaf({ batchId: `0x${"F".repeat(64)}` }),
    ];
    for (const leaf of wrong) expect(() => buildLiabilitiesTree(NATIVE_TOKEN, [leaf])).toThrow(LeafInvalid);
  });

  test("error: TooManyLeaves", () => {
    const leaves = new Array<LiabilityLeaf>(MAX_LEAVES + 1).fill(aLeaf());
    expect(() => buildLiabilitiesTree(NATIVE_TOKEN, leaves)).toThrow(TooManyLeaves);
  });
});

describe("proofs", () => {
  test("property: each leaf is proven, under its own root, total, token and amount alone", () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), (leaves, seed) => {
        const tree = buildLiabilitiesTree(NATIVE_TOKEN, leaves);
        const place = seed % leaves.length;
        const leaf = tree.leaves[place]!;
        const proof = proofOf(tree, place);
        expect(tree.total).toBe(leaves.reduce((sum, { quanta }) => sum + quanta, 0n));
        expect(isLeafProven(NATIVE_TOKEN, leaf, proof, tree)).toBe(true);
        expect(placesOf(tree, leaf.account)).toContain(place);

        const { root, total } = tree;
        const otherToken: Hex = `0x${"1".repeat(40)}`;
        expect(isLeafProven(otherToken, leaf, proof, tree)).toBe(false);
        expect(
          isLeafProven(NATIVE_TOKEN, { ...leaf, quanta: (leaf.quanta % 9n) + 10n ** 20n }, proof, tree),
        ).toBe(false);
        expect(isLeafProven(NATIVE_TOKEN, leaf, proof, { root, total: total + 1n })).toBe(false);
        expect(isLeafProven(NATIVE_TOKEN, leaf, proof, { root: EMPTY_ROOT, total })).toBe(false);
        expect(
          isLeafProven(NATIVE_TOKEN, leaf, [...proof, stepOf({ hash: root, sum: "0", isLeft: false })], tree),
        ).toBe(false);
        if (proof.length > 0) expect(isLeafProven(NATIVE_TOKEN, leaf, proof.slice(1), tree)).toBe(false);
      }),
      RUNS,
    );
  });

  test("property: an amount shifted between two siblings is noticed", () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), (leaves, seed) => {
        const tree = buildLiabilitiesTree(NATIVE_TOKEN, leaves);
        const place = seed % leaves.length;
        const leaf = tree.leaves[place]!;
        const [first, ...rest] = proofOf(tree, place);
        if (first === undefined || leaf.quanta === MAX_LEAF_QUANTA) return;
        const shifted = [{ ...first, sum: first.sum - 1n }, ...rest];
        expect(isLeafProven(NATIVE_TOKEN, { ...leaf, quanta: leaf.quanta + 1n }, shifted, tree)).toBe(false);
      }),
      RUNS,
    );
  });

  test("behavior: proofs that no tree could have prove nothing", () => {
    const leaf = aLeaf();
    const tree = buildLiabilitiesTree(NATIVE_TOKEN, [leaf]);
    const step: SumProofStep = { hash: EMPTY_ROOT, sum: 0n, isLeft: false };
    const tooLong = new Array<SumProofStep>(MAX_PROOF_STEPS + 1).fill(step);
    expect(isLeafProven(NATIVE_TOKEN, leaf, tooLong, tree)).toBe(false);
    expect(isLeafProven(NATIVE_TOKEN, leaf, [{ ...step, sum: 2n ** 128n }], tree)).toBe(false);
    expect(isLeafProven(NATIVE_TOKEN, leaf, [{ ...step, sum: -1n }], tree)).toBe(false);
  });
});

describe("packed leaves", () => {
  test("property: come back as they were", () => {
    fc.assert(
      fc.property(someLeaves, (leaves) => {
        expect(unpackLeaves(packLeaves(leaves))).toEqual(leaves);
      }),
      RUNS,
    );
  });

  test("error: LeavesLengthInvalid, LeafInvalid", () => {
    expect(() => unpackLeaves(new Uint8Array(65))).toThrow(LeavesLengthInvalid);
    expect(() => unpackLeaves(new Uint8Array(64))).toThrow(LeafInvalid);
    expect(() => packLeaves([aLeaf({ quanta: 0n })])).toThrow(LeafInvalid);
  });
});

function aLeaf(changes: Partial<LiabilityLeaf> = {}): LiabilityLeaf {
  return { account: `0x${"ab".repeat(20)}`, quanta: 1n, batchId: FREE_BALANCE, ...changes };
}

function leafOf(leaf: { account: string; quanta: string; batchId: string }): LiabilityLeaf {
  return { account: leaf.account as Hex, quanta: BigInt(leaf.quanta), batchId: leaf.batchId as Hex };
}

function stepOf({ hash, sum, isLeft }: { hash: string; sum: string; isLeft: boolean }): SumProofStep {
  return { hash: hash as Hex, sum: BigInt(sum), isLeft };
}

const bytesText = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((array): Hex => `0x${Buffer.from(array).toString("hex")}`);

const someLeaves = fc.uniqueArray(
  fc.record({
    account: bytesText(20),
    quanta: fc.bigInt({ min: 1n, max: MAX_LEAF_QUANTA }),
    batchId: fc.oneof(fc.constant(FREE_BALANCE), bytesText(32)),
  }),
  { minLength: 1, maxLength: 40, comparator: (a, b) => compareLeaves(a, b) === 0 },
);
