import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { epochRoot, type InclusionProof, isIncluded } from "#domain/fairness/epoch.ts";
import { growTree, HASH_BYTES, treePath, treeRoot } from "#domain/fairness/epochTree.ts";
import { buildTree } from "#test/support/buildTree.ts";
import fc from "#test/support/properties.ts";

const sha256 = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const hashesOf = (size: number) =>
  Array.from({ length: size }, (_, index) => sha256(Buffer.from(`hash ${index}`))).toSorted(Buffer.compare);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** The definition of RFC 6962, section 2.1, word for word. */
function definedRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return sha256();
  if (hashes.length === 1) return sha256(Uint8Array.of(0), hashes[0]!);
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return sha256(Uint8Array.of(1), definedRoot(hashes.slice(0, split)), definedRoot(hashes.slice(split)));
}

function proofOf(hashes: readonly Uint8Array[], index: number): { root: string; proof: InclusionProof } {
  const nodes = buildTree(Buffer.concat(hashes));
  const empty = hex(treeRoot(new Uint8Array()));
  const roots = { seeds: hex(treeRoot(nodes)), games: empty, chains: empty };
  const path = treePath(index, hashes.length).map(({ node }) =>
    hex(nodes.subarray(node * HASH_BYTES, (node + 1) * HASH_BYTES)),
  );
  const proof = {
    hash: hex(hashes[index]!),
    section: "seeds",
    index,
    size: hashes.length,
    path,
    roots,
  } as const;
  return { root: epochRoot(roots), proof };
}

describe("buildTree", () => {
  test("property: the root is the one that RFC 6962 defines", () => {
    for (const size of [...Array.from({ length: 40 }, (_, each) => each), 255, 256, 257]) {
      const hashes = hashesOf(size);
      expect(hex(treeRoot(buildTree(Buffer.concat(hashes)))), `${size}`).toBe(hex(definedRoot(hashes)));
    }
  });
});

describe("growTree", () => {
  test("default: stops as often as it is told to, and the tree is the same", () => {
    const hashes = Buffer.concat(hashesOf(33));
    const growing = growTree(hashes, 8);
    let steps = 0;
    for (;;) {
      const step = growing.next();
      if (step.done === true) {
        expect(hex(step.value)).toBe(hex(buildTree(hashes)));
        break;
      }
      steps += 1;
    }
    // Four among the leaves, then two, one and one among 17, 9 and 5 nodes.
    expect(steps).toBe(4 + 2 + 1);
  });
});

describe("isIncluded", () => {
  test("default: every hash of an epoch is proven", () => {
    for (const size of [1, 2, 3, 7, 8, 33]) {
      const hashes = hashesOf(size);
      for (let index = 0; index < size; index++) {
        const { root, proof } = proofOf(hashes, index);
        expect(isIncluded(root, proof), `${index} of ${size}`).toBe(true);
      }
    }
  });

  test("property: whatever is changed, nothing is proven", () => {
    const other = hex(sha256(Buffer.from("other")));
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), fc.nat(), fc.nat(), (size, at, which) => {
        const { root, proof } = proofOf(hashesOf(size), at % size);
        const step = which % proof.path.length;
        const changes: InclusionProof[] = [
          { ...proof, hash: other },
          { ...proof, section: "games" },
          { ...proof, index: (proof.index + 1) % size },
          { ...proof, path: proof.path.with(step, other) },
          { ...proof, path: proof.path.slice(1) },
          { ...proof, path: [...proof.path, other] },
          { ...proof, roots: { ...proof.roots, seeds: other } },
          { ...proof, roots: { ...proof.roots, chains: other } },
        ];
        for (const changed of changes) expect(isIncluded(root, changed)).toBe(false);
        expect(isIncluded(`0x${other}`, proof)).toBe(false);
      }),
    );
  });

  test("behavior: garbage proves nothing, and a node is no leaf", () => {
    const hashes = hashesOf(4);
    const { root, proof } = proofOf(hashes, 0);
    for (const garbage of [
      { hash: "" },
      { hash: proof.hash.toUpperCase() },
      { index: -1 },
      { index: 0.5 },
      { size: 0 },
      { size: Number.NaN },
      { path: ["zz", proof.path[1]!] },
    ]) {
      expect(isIncluded(root, { ...proof, ...garbage })).toBe(false);
    }
    const nodes = buildTree(Buffer.concat(hashes));
    const inner = hex(nodes.subarray(4 * HASH_BYTES, 5 * HASH_BYTES));
    expect(isIncluded(root, { ...proof, hash: inner, size: 2, path: proof.path.slice(1) })).toBe(false);
  });
});
