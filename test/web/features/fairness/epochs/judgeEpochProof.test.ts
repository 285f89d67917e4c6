import { describe, expect, test } from "vitest";
import { judgeEpochProof, wasAnchoredBefore } from "@/features/fairness/epochs/judgeEpochProof";
import { epochProofOf, HASHES } from "./epochProofs.ts";

const file = epochProofOf(2);

describe("judgeEpochProof", () => {
  test("default", () => {
    for (const index of HASHES.keys())
      expect(judgeEpochProof(epochProofOf(index), file.epoch.root)).toBe("proven");
  });

  test("behavior: without a root on the chain it waits, and another root there is told", () => {
    expect(judgeEpochProof(file, null)).toBe("waiting");
    expect(judgeEpochProof(file, `0x${"0f".repeat(32)}`)).toBe("otherRoot");
  });

  test("behavior: a proof that was changed proves nothing, whatever root it names", () => {
    const changed = { ...file, proof: { ...file.proof, hash: HASHES[3]! } };
    expect(judgeEpochProof(changed, file.epoch.root)).toBe("broken");
    const renamed = { ...file, epoch: { ...file.epoch, root: `0x${"0f".repeat(32)}` } };
    expect(judgeEpochProof(renamed, renamed.epoch.root)).toBe("broken");
  });
});

describe("wasAnchoredBefore", () => {
  test("default", () => {
    const noon = (Date.parse("2026-11-21T12:00:00Z") / 1_000).toString();
    expect(wasAnchoredBefore(noon, "2026-11-21T12:00:00.000Z")).toBe(true);
    expect(wasAnchoredBefore(noon, "2026-11-21T11:59:59.999Z")).toBe(false);
  });
});
