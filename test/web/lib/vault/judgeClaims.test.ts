import { describe, expect, test } from "vitest";
import { BOB, proofFile, published } from "#test/web/support/claims.ts";
import { claimsOfProof } from "@/lib/vault/balanceClaims";
import { judgeClaims } from "@/lib/vault/judgeClaims";

const claims = claimsOfProof(proofFile());
const [free, batched] = claims.leaves;

describe("judgeClaims", () => {
  test("default", () => {
    expect(judgeClaims(claims, published())).toBe("proven");
  });

  test("behavior: an account without leaves has nothing that could be wrong", () => {
    const none = claimsOfProof(proofFile(`0x${"0c".repeat(20)}`));
    expect(none.leaves).toEqual([]);
    expect(judgeClaims(none, published())).toBe("proven");
  });

  test("behavior: tells another checkpoint from another root", () => {
    expect(judgeClaims(claims, { ...published(), epoch: 8n })).toBe("older");
    expect(judgeClaims(claims, { ...published(), epoch: 6n })).toBe("newer");
    expect(judgeClaims(claims, { ...published(), total: 1n })).toBe("otherRoot");
    expect(judgeClaims(claims, { ...published(), root: `0x${"11".repeat(32)}` })).toBe("otherRoot");
    expect(judgeClaims(claims, null)).toBe("unpublished");
  });

  test("behavior: nothing in a file can be changed unnoticed", () => {
    const sum = free!.proof[0]!;
    const changes = [
      { leaves: [{ ...free!, quanta: free!.quanta + 1n }, batched!] },
      { leaves: [{ ...free!, quanta: 0n }] },
      { leaves: [{ ...free!, account: BOB }] },
      { leaves: [{ ...free!, proof: free!.proof.slice(1) }] },
      { leaves: [{ ...free!, proof: [{ ...sum, sum: sum.sum + 1n }, ...free!.proof.slice(1)] }] },
      { leaves: [{ ...free!, proof: [{ ...sum, isLeft: !sum.isLeft }, ...free!.proof.slice(1)] }] },
      { tree: { ...claims.tree, total: claims.tree.total + 1n } },
      { tree: { ...claims.tree, token: BOB } },
    ];
    for (const change of changes) expect(judgeClaims({ ...claims, ...change }, published())).toBe("changed");
  });

  test("behavior: an amount listed twice does not count twice", () => {
    expect(judgeClaims({ ...claims, leaves: [free!, free!] }, published())).toBe("changed");
  });
});
