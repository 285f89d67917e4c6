import { describe, expect, test } from "vitest";
import type { PublicBetView } from "#domain/api/casino.ts";
import { RoundActionRefused } from "#domain/games/round.ts";
import { verifyRound } from "#domain/games/verifyRound.ts";
import { recompute } from "@/lib/verify/recompute";
import { verifyBet } from "@/lib/verify/verifyBet";

// The published dice vector: nonce 0 rolls 28.07.
const seeds = {
  serverSeed: "f2ac89b608eeb01312d115bce6741b32",
  clientSeed: "86ff027f15c48241af7f54a726690ee7",
};
const params = { targetHundredths: 5_000, direction: "under" };
const recomputed = recompute({ game: "dice", ...seeds, nonce: 0, params });

const bet: PublicBetView & { serverSeed: string } = {
  betId: "00000000-0000-7000-8000-000000000000",
  game: "dice",
  currency: "BNB",
  stake: "1000",
  payout: "1980",
  multiplier: { numerator: "9900", denominator: "5000" },
  edgeBps: 100,
  params,
  outcome: { rollHundredths: 2_807 },
  description: "",
  seedId: "1",
  commitment: recomputed.commitment,
  nonce: 0,
  createdAt: "2026-01-01T00:00:00Z",
  startedAt: "2026-01-01T00:00:00Z",
  ...seeds,
};

describe("recompute", () => {
  test("default", () => {
    expect(recomputed.outcome).toEqual({ rollHundredths: 2_807 });
    expect(recomputed.rounds.map(({ message }) => message)).toEqual([`${seeds.clientSeed}:0:0`]);
  });

  test("behavior: the bytes shown are those of the HMAC shown, and make the float shown", () => {
    const [{ bytes, float } = { bytes: [], float: 0 }] = recomputed.draws;
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    expect(recomputed.rounds[0]?.hmacHex.startsWith(hex)).toBe(true);
    expect(bytes.reduce((sum, byte, index) => sum + byte / 256 ** (index + 1), 0)).toBe(float);
  });
});

describe("verifyBet", () => {
  test("default", () => {
    expect(verifyBet(bet).checks).toEqual({ commitment: true, outcome: true, payout: true });
  });

  test("behavior: a round is played again by its actions", () => {
    const round = minesRound();
    expect(verifyBet(round).checks).toEqual({ commitment: true, outcome: true, payout: true });
    expect(verifyBet({ ...round, payout: "1" }).checks.payout).toBe(false);
    expect(verifyBet({ ...round, nonce: 2 }).checks.outcome).toBe(false);
    const shortened = { ...(round.outcome as object), actions: [] };
    expect(() => verifyBet({ ...round, outcome: shortened })).toThrow(RoundActionRefused);
  });

  test("behavior: each lie is found", () => {
    expect(verifyBet({ ...bet, commitment: "0".repeat(64) }).checks.commitment).toBe(false);
    expect(verifyBet({ ...bet, outcome: { rollHundredths: 2_808 } }).checks.outcome).toBe(false);
    expect(verifyBet({ ...bet, payout: "1979" }).checks.payout).toBe(false);
    expect(verifyBet({ ...bet, nonce: 1 }).checks.outcome).toBe(false);
  });
});

/** The published mines vector, one mine at tile 6: two safe tiles, then the money. */
function minesRound(): PublicBetView & { serverSeed: string } {
  const record = {
    game: "mines",
    params: { mines: 1, maxPicks: 24 },
    edgeBps: 100,
    serverSeed: "5ff5c610e633b2a91c46d1be1f74286b",
    clientSeed: "854581b6f52eaa86503f1dc6433655f9",
    nonce: 0,
    actions: [{ action: "pick", tile: 0 }, { action: "pick", tile: 1 }, { action: "cashOut" }],
  };
  const verified = verifyRound({ ...record, stakeMinor: 1_000n });
  return {
    ...bet,
    ...record,
    payout: String(verified.payoutMinor),
    outcome: verified.outcome,
    commitment: verified.commitment,
  };
}
