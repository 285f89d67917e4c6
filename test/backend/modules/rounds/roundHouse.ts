import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { systemClock } from "#backend/adapters/clock.ts";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import { createKillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { createRounds, type Rounds, type RoundsOptions } from "#backend/modules/rounds/rounds.service.ts";
import type { RoundResponse, StartRoundRequest } from "#domain/api/rounds.ts";
import type { JsonObject } from "#domain/games/game.ts";
import { verifyDraw } from "#domain/games/verifyDraw.ts";
import { openTestHouse, type TestHouse } from "#test/backend/modules/casino/testHouse.ts";

/** What a player has who is given nothing else. */
export const RICH = 1_000_000_000n;

/** A house in which rounds are played, with a database of its own. */
export interface RoundStage {
  readonly house: TestHouse;
  readonly rounds: Rounds;
  readonly databaseUrl: string;
  newPlayer(balanceMinor?: bigint): Promise<Player>;
  close(): Promise<void>;
}

export async function openRoundStage(options: Partial<RoundsOptions> = {}): Promise<RoundStage> {
  const house = await openTestHouse();
  return {
    house,
    rounds: newProcess(house, options),
    databaseUrl: house.databaseUrl,
    newPlayer: async (balanceMinor = RICH) => ({
      tenant: house.tenant,
      userId: await house.addPlayer({ balanceMinor }),
    }),
    async close() {
      await house.stop();
    },
  };
}

/** Another process of the house: the same database, Redis and key, and nothing kept in memory. */
export function newProcess(house: TestHouse, options: Partial<RoundsOptions> = {}): Rounds {
  return createRounds({
    pool: house.enginePool,
    redis: house.redis,
    limits: { betsPerSecond: 10_000, betsBurst: 100_000 },
    cipher: house.cipher,
    killSwitches: createKillSwitches({ pool: house.enginePool, clock: systemClock }),
    history: createBetHistory(house.api),
    clock: systemClock,
    ...options,
  });
}

/** What each game is played with when nothing else is said. */
const PARAMS: Readonly<Record<string, JsonObject>> = {
  mines: { mines: 3, maxPicks: 22 },
  hilo: { maxMultiplier: 1_000 },
  blackjack: {},
};

export function roundOf(game: string, overrides: Partial<StartRoundRequest> = {}): StartRoundRequest {
  const params = PARAMS[game] as StartRoundRequest["params"];
  return { roundId: randomUUID(), game, currency: "BNB", stake: "1000000", params, ...overrides };
}

/** What the player may do next, as the game says. */
export function offered({ round }: RoundResponse): string[] {
  return round.state.actions as string[];
}

/** Begins rounds until one of them offers the action; earlier ones are played to their end. */
export async function startWith(rounds: Rounds, player: Player, action: string): Promise<RoundResponse> {
  for (;;) {
    const started = await rounds.start({ ...player, request: roundOf("blackjack") });
    if (offered(started).includes(action)) return started;
    await playOut(rounds, player, started);
  }
}

export interface Player {
  readonly tenant: TestHouse["tenant"];
  readonly userId: string;
}

/** Ends a round of blackjack by standing, without insurance. */
export async function playOut(rounds: Rounds, player: Player, begun: RoundResponse): Promise<RoundResponse> {
  let last = begun;
  while (last.round.status === "open") {
    const action = offered(last).includes("stand") ? "stand" : "decline";
    last = await act(rounds, player, last, { action });
  }
  return last;
}

export function act(
  rounds: Rounds,
  { tenant, userId }: Player,
  { round }: RoundResponse,
  action: JsonObject,
): Promise<RoundResponse> {
  const request = { number: round.nextAction, action: action as { action: string } };
  return rounds.act({ tenantId: tenant.id, userId, roundId: round.roundId, request });
}

/** Everything that can be proved of the books holds. */
export async function expectCleanBooks(house: TestHouse): Promise<void> {
  const results = await checkLedger(house.owner);
  expect(results.flatMap(({ name, findings }) => findings.map((finding) => ({ name, ...finding })))).toEqual(
    [],
  );
  expect(house.faults).toEqual([]);
}

/** The tiles that hide mines, and those that do not, read from the seed as nobody outside can. */
export async function boardOf(
  house: TestHouse,
  { round }: RoundResponse,
): Promise<{ mines: number[]; safe: number[] }> {
  const { rows } = await house.owner.query<{
    tenant_id: number;
    commitment: string;
    server_seed_encrypted: Buffer;
  }>("SELECT tenant_id, commitment, server_seed_encrypted FROM seeds WHERE id = $1", [round.seedId]);
  const { tenant_id: tenantId, commitment, server_seed_encrypted: sealed } = rows[0]!;
  const serverSeed = house.cipher.open({ tenantId, commitment }, sealed);
  const { outcome } = verifyDraw({
    game: "mines",
    serverSeed,
    clientSeed: round.clientSeed,
    nonce: round.nonce,
    params: round.params,
  });
  const { mines } = outcome as { mines: number[] };
  return {
    mines,
    safe: Array.from({ length: 25 }, (_, tile) => tile).filter((tile) => !mines.includes(tile)),
  };
}
