import { describe, expect, test } from "vitest";
import { proofWishFrom, readCommitment } from "@/features/fairness/epochs/proofWish";

const HASH = "0f".repeat(32);

describe("proofWishFrom", () => {
  test("default", () => {
    expect(proofWishFrom({ commitment: HASH, at: "2026-11-21T12:00:00.000Z" })).toEqual({
      commitment: HASH,
      epochId: null,
      at: "2026-11-21T12:00:00.000Z",
    });
  });

  test("behavior: what an address cannot mean is left out", () => {
    const nothing = { commitment: "", epochId: null, at: null };
    expect(proofWishFrom({})).toEqual(nothing);
    expect(proofWishFrom({ commitment: [HASH, HASH], at: "yesterday" })).toEqual(nothing);
  });
});

describe("readCommitment", () => {
  test("default: as it is typed or pasted", () => {
    for (const text of [HASH, ` 0x${HASH.toUpperCase()} `, HASH.toUpperCase()])
      expect(readCommitment(text)).toBe(HASH);
  });

  test.each(["", "0x", HASH.slice(1), `${HASH}0`, "g".repeat(64), undefined, 5])(
    "behavior: %j is no hash",
    (text) => {
      expect(readCommitment(text)).toBeNull();
    },
  );
});
