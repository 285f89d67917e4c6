import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { z } from "zod";
import { deploy, ethers } from "#test/contracts/support/deploy.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

/** The trees that `domain/ledger/liabilitiesTree.ts` is tested with. */
const VECTORS = new URL("../vectors/liabilitiesTree.json", import.meta.url);

const Amount = z.string().transform(BigInt);
const Vector = z.object({
  token: z.string(),
  leaves: z.array(z.object({ account: z.string(), quanta: Amount, batchId: z.string() })),
  root: z.string(),
  total: Amount,
  proofs: z.array(z.array(z.object({ hash: z.string(), sum: Amount, isLeft: z.boolean() }))),
});
const vectors = z.array(Vector).parse(JSON.parse(readFileSync(VECTORS, "utf8")));

describe("SumTree", () => {
  it("default", async () => {
    const probe = await deploy("SumTreeProbe");
    for (const { token, leaves, root, total, proofs } of vectors) {
      for (const [place, leaf] of leaves.entries()) {
        const hash = await probe.leafHash(token, leaf);
        expect(await probe.holds(root, total, hash, leaf.quanta, proofs[place])).to.equal(true);
      }
    }
    expect(vectors.map(({ leaves }) => leaves.length)).to.include.members([0, 1, 2, 3, 5, 8, 33]);
  });

  it("behavior: a hash tells apart account, token, amount and batch", async () => {
    const probe = await deploy("SumTreeProbe");
    const { token, leaves } = vectors.at(-1)!;
    const leaf = leaves[0]!;
    const hashes = new Set([
      await probe.leafHash(token, leaf),
      await probe.leafHash(probe, leaf),
      await probe.leafHash(token, { ...leaf, account: await probe.getAddress() }),
      await probe.leafHash(token, { ...leaf, quanta: leaf.quanta + 1n }),
      await probe.leafHash(token, { ...leaf, batchId: ethers.id("batch") }),
    ]);
    expect(hashes.size).to.equal(5);
  });

  it("behavior: refuses another root, total, amount or place", async () => {
    const { probe, root, total, hash, quanta, proof } = await provenLeaf();
    expect(await probe.holds(root, total, hash, quanta, proof)).to.equal(true);
    expect(await probe.holds(ethers.id("root"), total, hash, quanta, proof)).to.equal(false);
    expect(await probe.holds(root, total + 1n, hash, quanta, proof)).to.equal(false);
    expect(await probe.holds(root, total - 1n, hash, quanta, proof)).to.equal(false);
    expect(await probe.holds(root, total, hash, quanta + 1n, proof)).to.equal(false);
    expect(await probe.holds(root, total, ethers.id("leaf"), quanta, proof)).to.equal(false);
    const mirrored = proof.map((step) => ({ ...step, isLeft: !step.isLeft }));
    expect(await probe.holds(root, total, hash, quanta, mirrored)).to.equal(false);
  });

  it("behavior: refuses a proof that is cut short, too long, or changed in any step", async () => {
    const { probe, root, total, hash, quanta, proof } = await provenLeaf();
    expect(await probe.holds(root, total, hash, quanta, proof.slice(0, -1))).to.equal(false);
    expect(await probe.holds(root, total, hash, quanta, proof.slice(1))).to.equal(false);
    expect(await probe.holds(root, total, hash, quanta, [...proof, proof[0]!])).to.equal(false);
    const tooLong = Array.from({ length: 33 }, () => ({ ...proof[0]!, sum: 0n }));
    expect(await probe.holds(root, total, hash, quanta, tooLong)).to.equal(false);
    for (const place of proof.keys()) {
      const moreOrLess = proof.with(place, { ...proof[place]!, sum: proof[place]!.sum + 1n });
      expect(await probe.holds(root, total, hash, quanta, moreOrLess)).to.equal(false);
    }
  });

  it("behavior: refuses sums that would wrap around to the total", async () => {
    const { probe, root, total, hash, quanta, proof } = await provenLeaf();
    const huge = proof.with(0, { ...proof[0]!, sum: 2n ** 256n - 1n });
    expect(await probe.holds(root, total, hash, quanta, huge)).to.equal(false);
    expect(await probe.holds(root, total, hash, 2n ** 256n - 1n, proof)).to.equal(false);
  });

  matchesTree(new URL("sumTree.tree", import.meta.url));
});

/** The middle leaf of the largest tree. */
async function provenLeaf() {
  const { token, leaves, root, total, proofs } = vectors.find(({ leaves: { length } }) => length === 33)!;
  const probe = await deploy("SumTreeProbe");
  const leaf = leaves[16]!;
  const hash = await probe.leafHash(token, leaf);
  return { probe, root, total, hash, quanta: leaf.quanta, proof: proofs[16]! };
}
