import { describe, expect, test } from "vitest";
import { subjectHash } from "@/features/fairness/epochs/proofSubject";

const seeds = {
  active: {
    seedId: "1",
    commitment: "aa".repeat(32),
    clientSeed: "mine",
    nonce: 0,
    createdAt: "2026-11-21T12:00:00.000Z",
  },
  next: { commitment: "bb".repeat(32) },
};
const rulesHash = "cc".repeat(32);

describe("subjectHash", () => {
  test("default", () => {
    expect(subjectHash({ kind: "activeSeed" }, { seeds, rulesHash })).toBe(seeds.active.commitment);
    expect(subjectHash({ kind: "nextSeed" }, { seeds, rulesHash })).toBe(seeds.next.commitment);
    expect(subjectHash({ kind: "rules", game: "dice" }, { seeds, rulesHash })).toBe(rulesHash);
  });

  test("behavior: what is typed stands, whatever answer comes meanwhile", () => {
    expect(subjectHash({ kind: "typed", text: "0f" }, { seeds, rulesHash })).toBe("0f");
  });

  test("behavior: nothing before the house has said it", () => {
    const nothing = { seeds: undefined, rulesHash: undefined };
    for (const kind of ["activeSeed", "nextSeed"] as const) expect(subjectHash({ kind }, nothing)).toBe("");
    expect(subjectHash({ kind: "rules", game: "dice" }, nothing)).toBe("");
    expect(subjectHash({ kind: "rules", game: "dice" }, { seeds, rulesHash: null })).toBe("");
  });
});
