import { describe, expect, test } from "vitest";
import type { PublicCrashRound } from "#domain/api/crash.ts";
import { crashChainKind } from "#domain/games/crash/anchorKind.ts";
import { linkAfter, nextLink } from "#domain/games/crash/hashChain.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";
import { verifyRound } from "@/features/games/crash/verifyRound";
import { crashRound } from "./rounds.ts";

const gameHash = nextLink("a secret");
const salt = nextLink("a block");
const pointHundredths = Number(crashPointHundredths({ gameHash, salt, edgeBps: 300 }));
const published: PublicCrashRound = {
  round: crashRound({ phase: "settled", commitment: nextLink(gameHash), gameHash, pointHundredths }),
  chain: {
    chainId: "1",
    epoch: "1",
    kind: crashChainKind("BNB"),
    root: linkAfter(gameHash, 12),
    games: 100,
    played: 12,
    edgeBps: 300,
    anchorBlock: "10",
    anchorTx: `0x${"1".repeat(64)}`,
    saltBlock: "13",
    salt,
  },
  game: 12,
};

describe("verifyRound", () => {
  test("default", () => {
    expect(verifyRound(published)?.checks).toEqual({ commitment: true, chain: true, point: true });
  });

  test("behavior: a round that is not over cannot be verified", () => {
    expect(verifyRound({ ...published, round: crashRound() })).toBeNull();
    expect(verifyRound({ ...published, chain: { ...published.chain, salt: null } })).toBeNull();
  });

  test("behavior: says which of the house's words do not hold", () => {
    const { round, chain } = published;
    const checksOf = (changed: Partial<PublicCrashRound>) =>
      verifyRound({ ...published, ...changed })?.checks;
    expect(checksOf({ round: { ...round, commitment: "b".repeat(64) } })?.commitment).toBe(false);
    expect(checksOf({ chain: { ...chain, root: "b".repeat(64) } })?.chain).toBe(false);
    expect(checksOf({ chain: { ...chain, kind: crashChainKind("USDT") } })?.chain).toBe(false);
    expect(checksOf({ game: 11 })?.chain).toBe(false);
    expect(checksOf({ round: { ...round, pointHundredths: pointHundredths + 1 } })?.point).toBe(false);
    expect(checksOf({ round: { ...round, edgeBps: 9_000 } })?.point).toBe(pointHundredths === 100);
  });
});
