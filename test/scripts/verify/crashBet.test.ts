import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { PublicBetView } from "#domain/api/casino.ts";
import type { PublicCrashRound } from "#domain/api/crash.ts";
import { crashChainKind } from "#domain/games/crash/anchorKind.ts";
import { chainCommitment } from "#domain/games/crash/chainTerms.ts";
import { linkAfter, nextLink } from "#domain/games/crash/hashChain.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";
import { HouseSilent, RoundNotOver, verifyCrashBetById } from "#scripts/verify/crashBet.ts";

const HASH = "3e".repeat(32);
const SALT = "77".repeat(32);
const BET_ID = "01920000-0000-7000-8000-000000000001";
const AT = "2026-11-21T12:00:00.000Z";
const STARTED_AT = "2026-11-21T11:59:51.000Z";
const terms = { version: 2, currency: "BNB", games: 5, edgeBps: 300, root: linkAfter(HASH, 2) } as const;
const POINT = Number(crashPointHundredths({ gameHash: HASH, salt: SALT, edgeBps: 300 }));

const round: PublicCrashRound = {
  game: 2,
  round: {
    ...{
      roundId: "7",
      number: 7,
      currency: "BNB",
      phase: "settled",
      commitment: nextLink(HASH),
      edgeBps: 300,
    },
    ...{ ceilingHundredths: 1_000_000, bettingEndsAt: AT, startedAt: AT, betCount: 1, staked: "1000" },
    ...{ paid: "1010", settledAt: AT, gameHash: HASH, pointHundredths: POINT },
  },
  chain: {
    ...{ chainId: "1", epoch: "4", kind: crashChainKind("BNB"), root: terms.root, games: 5, played: 2 },
    ...{ termsVersion: 2, commitment: chainCommitment(terms), edgeBps: 300 },
    ...{ anchorBlock: "10", anchorTx: `0x${"d".repeat(64)}`, saltBlock: "13", salt: SALT },
  },
};
const bet: PublicBetView = {
  ...{ betId: BET_ID, game: "crash", currency: "BNB", stake: "1000", payout: "1010", edgeBps: 300 },
  ...{ multiplier: { numerator: "101", denominator: "100" }, params: { autoCashOutHundredths: 101 } },
  outcome: {
    ...{ roundId: "7", number: 7, pointHundredths: POINT, exitHundredths: 101, isCancelled: false },
    ...{ highestHundredths: 5_000, ceilingHundredths: 1_000_000 },
  },
  ...{ description: "", seedId: "7", commitment: nextLink(HASH), clientSeed: SALT, nonce: 2, createdAt: AT },
  startedAt: STARTED_AT,
  serverSeed: HASH,
};

let server: Server | undefined;
afterEach(() => void server?.close());

async function houseWith(answers: { bet?: object; round?: object }): Promise<string> {
  server = createServer(({ url }, response) => {
    const body = url === "/v1/crash/rounds/7" ? (answers.round ?? round) : (answers.bet ?? bet);
    response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("default: an honest bet is confirmed, with what the registry must hold", async () => {
  expect(await verifyCrashBetById(await houseWith({}), BET_ID)).toEqual({
    ...{
      betId: BET_ID,
      roundId: "7",
      startedAt: STARTED_AT,
      outcome: POINT / 100,
      commitment: nextLink(HASH),
      edgeBps: 300,
      epoch: "4",
    },
    ...{ anchored: `0x${chainCommitment(terms)}`, kind: crashChainKind("BNB"), isEdgeCommitted: true },
    ...{ anchorTx: `0x${"d".repeat(64)}`, anchorBlock: "10", saltBlock: "13", salt: SALT },
    checks: {
      ...{ commitment: true, chain: true, terms: true, salt: true, point: true },
      ...{ round: true, exit: true, payout: true },
    },
    onChain: [
      `rootOf(${crashChainKind("BNB")}, 4) of the FairnessRegistry must be 0x${chainCommitment(terms)}`,
      `it must have been anchored in block 10, by transaction 0x${"d".repeat(64)}`,
      `the hash of block 13 must be the salt, 0x${SALT}`,
      `both blocks must be older than the bet, whose stake was laid at ${STARTED_AT}`,
    ],
  });
});

test("behavior: a bet that was settled at another edge than its chain's is seen", async () => {
  const point = Number(crashPointHundredths({ gameHash: HASH, salt: SALT, edgeBps: 2_000 }));
  const dearer = { ...bet, edgeBps: 2_000, outcome: { ...(bet.outcome as object), pointHundredths: point } };
  const { checks } = await verifyCrashBetById(await houseWith({ bet: dearer }), BET_ID);
  expect(checks).toMatchObject({ terms: true, point: false, round: false });
});

test("behavior: a false cancellation is seen", async () => {
  const outcome = { ...(bet.outcome as object), exitHundredths: null, isCancelled: true };
  const returned = { ...bet, outcome, payout: bet.stake };
  const { checks } = await verifyCrashBetById(await houseWith({ bet: returned }), BET_ID);
  expect(checks).toMatchObject({ exit: false, payout: true });
});

test.each([
  ["payout", { payout: "1011" }, ["payout"]],
  ["server seed", { serverSeed: `${"3e".repeat(31)}3f` }, ["round"]],
  ["commitment", { commitment: nextLink(SALT) }, ["round"]],
  ["client seed", { clientSeed: "78".repeat(32) }, ["round"]],
  ["nonce", { nonce: 3 }, ["round"]],
])("behavior: another %s of a bet is seen", async (_, lie, seenBy) => {
  const { checks } = await verifyCrashBetById(await houseWith({ bet: { ...bet, ...lie } }), BET_ID);
  const failed = Object.entries(checks).flatMap(([check, holds]) => (holds ? [] : [check]));
  expect(failed).toEqual(expect.arrayContaining(seenBy));
});

test("error: HouseSilent, RoundNotOver", async () => {
  await expect(verifyCrashBetById(await houseWith({ bet: { nothing: 1 } }), BET_ID)).rejects.toThrow(
    HouseSilent,
  );
  server?.close();
  const another = { ...bet, betId: BET_ID.replace(/1$/, "2") };
  await expect(verifyCrashBetById(await houseWith({ bet: another }), BET_ID)).rejects.toThrow(HouseSilent);
  server?.close();
  const noGame = { ...round, game: 0 };
  await expect(verifyCrashBetById(await houseWith({ round: noGame }), BET_ID)).rejects.toThrow(HouseSilent);
  server?.close();
  const open = { ...round, round: { ...round.round, gameHash: null, pointHundredths: null } };
  await expect(verifyCrashBetById(await houseWith({ round: open }), BET_ID)).rejects.toThrow(RoundNotOver);
  server?.close();
  const dice = { ...bet, game: "dice", outcome: { roll: 1 } };
  await expect(verifyCrashBetById(await houseWith({ bet: dice }), BET_ID)).rejects.toThrow(RoundNotOver);
});
