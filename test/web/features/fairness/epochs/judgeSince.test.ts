import { describe, expect, test } from "vitest";
import { blockMoment, judgeSince } from "@/features/fairness/epochs/judgeSince";

const NOON = "2026-11-21T12:00:00.000Z";
const since = { blockNumber: "42", blockTime: `${Date.parse(NOON) / 1_000}` };

describe("judgeSince", () => {
  test("default: by the time of the block, as the chain tells it", () => {
    expect(judgeSince({ since, isFailed: false, at: NOON })).toBe("before");
    expect(judgeSince({ since, isFailed: false, at: "2026-11-21T11:59:59.999Z" })).toBe("after");
    expect(judgeSince({ since, isFailed: false, at: null })).toBe("since");
  });

  test("behavior: without the chain nothing is said about before and after", () => {
    for (const at of [NOON, null]) {
      expect(judgeSince({ since: undefined, isFailed: false, at })).toBe("asking");
      expect(judgeSince({ since: undefined, isFailed: true, at })).toBe("untold");
      expect(judgeSince({ since: null, isFailed: false, at })).toBe("unshown");
    }
  });

  test("behavior: what the chain has told stays when it cannot be asked again", () => {
    expect(judgeSince({ since, isFailed: true, at: NOON })).toBe("before");
  });
});

describe("blockMoment", () => {
  test("default", () => {
    expect(blockMoment(since.blockTime)).toBe(Date.parse(NOON));
  });

  test("behavior: what is no time is none", () => {
    for (const text of ["noon", "9".repeat(20)]) expect(blockMoment(text)).toBeNull();
  });
});
