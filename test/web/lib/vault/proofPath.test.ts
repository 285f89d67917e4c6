import { expect, test } from "vitest";
import { proofFile } from "#test/web/support/claims.ts";
import { claimsOfProof } from "@/lib/vault/balanceClaims";
import { proofPath } from "@/lib/vault/proofPath";

test("default: the way from each leaf ends at the root and its total", () => {
  const { tree, leaves } = claimsOfProof(proofFile());
  expect(leaves).toHaveLength(2);
  for (const leaf of leaves) {
    const { steps } = proofPath(tree.token, leaf);
    expect(steps.at(-1)?.parent).toEqual({ hash: tree.root, sum: tree.total });
    expect(steps.map(({ sibling }) => sibling)).toEqual(leaf.proof);
  }
});
