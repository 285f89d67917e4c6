import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import type { Rounds } from "#backend/modules/rounds/rounds.service.ts";
import type { BetRequest, BetView } from "#domain/api/casino.ts";
import type { StartRoundRequest } from "#domain/api/rounds.ts";
import type { JsonObject } from "#domain/games/game.ts";
import { startTestHouse, type TestHouse } from "#test/backend/modules/casino/testHouse.ts";
import { act, newProcess, type Player } from "#test/backend/modules/rounds/roundHouse.ts";
import { betParams, clientSeeds, roundParams } from "#test/domain/games/randomBets.ts";
import { offeredActions } from "#test/domain/games/rounds.ts";
import type { ToldBet } from "#test/property/told.ts";
import { createTestDatabase, testRedisUrl } from "#test/support/services.ts";

/** How much is played. Every pair of seeds is another one, at random, as the house makes them. */
export type Play = {
  readonly players: number;
  readonly seedsPerPlayer: number;
  /** Of each game, under each pair of seeds. */
  readonly betsPerSeed: number;
  readonly roundsPerSeed: number;
};

/** Enough for the highest prize of the games, at the share of it that one bet may win. */
const BANKROLL = 10n ** 17n;
const PURSE = 10n ** 12n;
/** So many players at once keep the engine busy, and none of them waiting for long. */
const AT_ONCE = 8;
const PAGE = 100;

const stakes = fc.integer({ min: 1_000, max: 1_234_567 }).map(String);
const choices = fc.array(fc.nat({ max: 1_000 }), { minLength: 8, maxLength: 8 });

/** Plays in a house over a real Postgres, reveals every seed, and reads back what the house tells its players. */
export async function storedBets(play: Play): Promise<ToldBet[]> {
  const database = await createTestDatabase();
  const [databaseUrl, redisUrl] = [database.url, await testRedisUrl()];
  const house = await startTestHouse({ databaseUrl, redisUrl, bankrollMinor: BANKROLL });
  const rounds = newProcess(house);
  try {
    const told: ToldBet[] = [];
    let begun = 0;
    const playOn = async () => {
      while (begun < play.players) told.push(...(await playHistory({ house, rounds }, play, begun++)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, playOn));
    return told;
  } finally {
    await house.stop();
    await database.drop();
  }
}

type Stage = { readonly house: TestHouse; readonly rounds: Rounds };

async function playHistory({ house, rounds }: Stage, play: Play, seed: number): Promise<ToldBet[]> {
  const { tenant } = house;
  const player = { tenant, userId: await house.addPlayer({ balanceMinor: PURSE }) };
  for (let pair = 0; pair < play.seedsPerPlayer; pair++) {
    const chosen = { seed: seed * play.seedsPerPlayer + pair };
    await Promise.all(betsOf(play.betsPerSeed, chosen).map((bet) => house.place(player.userId, bet)));
    for (const round of roundsOf(play.roundsPerSeed, chosen)) await playRound(rounds, player, round);
    const [clientSeed] = fc.sample(clientSeeds, { ...chosen, numRuns: 1 });
    await house.fairness.rotate({ tenantId: tenant.id, userId: player.userId }, { clientSeed });
  }
  return history(house, player.userId);
}

type Chosen = { readonly seed: number };

function betsOf(count: number, { seed }: Chosen) {
  return Object.entries(betParams).flatMap(([game, params]) =>
    fc
      .sample(fc.record({ params, stake: stakes }), { seed, numRuns: count })
      .map((bet) => ({ ...bet, betId: randomUUID(), game, currency: "BNB" }) as BetRequest),
  );
}

function roundsOf(count: number, { seed }: Chosen) {
  return Object.entries(roundParams).flatMap(([game, params]) =>
    fc
      .sample(fc.record({ params, stake: stakes, choices }), { seed, numRuns: count })
      .map((round) => ({ ...round, game }) as ChosenRound),
  );
}

type ChosenRound = Omit<StartRoundRequest, "roundId" | "currency"> & { readonly choices: readonly number[] };

async function playRound(rounds: Rounds, player: Player, { choices: chosen, ...round }: ChosenRound) {
  const request = { ...round, roundId: randomUUID(), currency: "BNB" };
  let answer = await rounds.start({
    ...player,
    request: request as Parameters<Rounds["start"]>[0]["request"],
  });
  for (let taken = 0; answer.round.status === "open"; taken++) {
    const offered = offeredActions({ view: answer.round.state as JsonObject });
    const choice = chosen[taken % chosen.length] ?? 0;
    answer = await act(rounds, player, answer, offered[choice % offered.length]!);
  }
}

/** All bets of the player, as `GET /casino/bets` lists them, with the seeds that `GET /fairness/seeds/past` reveals. */
async function history({ api, fairness, tenant }: TestHouse, userId: string): Promise<ToldBet[]> {
  const player = { tenantId: tenant.id, userId };
  const revealed = await fairness.revealed(player, { before: null, limit: PAGE });
  const serverSeeds = new Map(revealed.map(({ seedId, serverSeed }) => [seedId, serverSeed]));
  const bets: BetView[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await createBetHistory(api).list(player, { limit: PAGE, ...(cursor && { cursor }) });
    bets.push(...page.items);
    cursor = page.nextCursor;
  }
  return bets.map((bet) => ({
    bet: { ...bet, startedAt: bet.createdAt, serverSeed: serverSeeds.get(bet.seedId)! },
    round: null,
  }));
}
