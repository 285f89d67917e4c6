import type { Redis } from "ioredis";
import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import { BANKROLL_SHARDS } from "#backend/db/accountStore.ts";
import { inTransaction, sqlState } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import { createCommissionBook } from "#backend/modules/agents/commissionBook.ts";
import type { BetHistory } from "#backend/modules/casino/betHistory.service.ts";
import { type BetHooks, NO_HOOKS } from "#backend/modules/casino/betHooks.ts";
import { BetIdReserved } from "#backend/modules/casino/betRefusals.ts";
import { createGate, type GateLimits, TooManyBets } from "#backend/modules/casino/gate.ts";
import { createHouseBook } from "#backend/modules/casino/houseBook.ts";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { createSeedHashers } from "#backend/modules/fairness/seedHashers.ts";
import type { KillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { createLimitBook } from "#backend/modules/limits/limitBook.ts";
import type { AbandonedRound } from "#backend/modules/rounds/abandoned.store.ts";
import { createEndAbandonedRounds, type EndedRounds } from "#backend/modules/rounds/endAbandonedRounds.ts";
import { findRound, listOpenRounds, type RoundRow } from "#backend/modules/rounds/round.store.ts";
import { originOf } from "#backend/modules/rounds/roundOrigin.ts";
import type { PlayerKey } from "#backend/modules/rounds/roundPlayer.store.ts";
import { RoundIdReused } from "#backend/modules/rounds/roundRefusals.ts";
import { isPlayedByItsRules } from "#backend/modules/rounds/roundRules.ts";
import type { StepAnswer } from "#backend/modules/rounds/roundStep.ts";
import {
  ABANDONED_AFTER_MS,
  actionsOf,
  endedRoundViewOf,
  roundViewOf,
} from "#backend/modules/rounds/roundViews.ts";
import { type StartOrder, type StepDependencies, startRound } from "#backend/modules/rounds/startRound.ts";
import { endAbandoned, type RoundKey, takeAction } from "#backend/modules/rounds/takeAction.ts";
import type { BetView } from "#domain/api/casino.ts";
import type { PublicRoundView, RoundActionRequest, RoundResponse, RoundView } from "#domain/api/rounds.ts";
import { playRound } from "#domain/games/playRound.ts";

export interface RoundsOptions {
  /**
   * Under the role `fairhouse_engine`, which alone may read seeds; see `createEnginePool`. Connections of their own:
   * neither rounds nor those who look at them keep bets waiting.
   */
  readonly pool: pg.Pool;
  readonly redis: Redis;
  /** Those of bets: a step of a round counts as one. */
  readonly limits: GateLimits;
  readonly cipher: SeedCipher;
  readonly killSwitches: KillSwitches;
  /** Where finished rounds are read, as the bets that they have become. */
  readonly history: BetHistory;
  readonly clock: Clock;
  readonly hooks?: BetHooks;
  /** Told of each round that became a bet, after its commit. */
  readonly onSettled?: (settled: {
    readonly tenantId: number;
    readonly userId: string;
    readonly bet: BetView;
  }) => void;
}

/** Rounds of the games that are played in steps. What was answered is committed, and any process goes on from there. */
export interface Rounds {
  /**
   * Begins a round, or answers again how the round of this id began.
   * @throws FairhouseError why it was not begun
   */
  start(order: StartOrder): Promise<RoundResponse>;
  /** Takes an action, or answers again what the action of this number led to. @throws FairhouseError why it was not taken */
  act(order: RoundKey & { readonly request: RoundActionRequest }): Promise<RoundResponse>;
  /** What the player can go on with, on whatever device. */
  listOpen(player: PlayerKey): Promise<RoundView[]>;
  /** A round of one's own, or anybody's once it is over. @throws NotFound */
  find(tenantId: number, roundId: string, userId: string | null): Promise<PublicRoundView>;
  /**
   * Ends rounds in which nothing has happened for a day, though it could; any number of processes may do so at once. A
   * round that cannot be ended does not keep others from it.
   * @returns how many were ended, and why others could not be
   */
  endAbandoned(idleMs?: number): Promise<EndedRounds>;
}

const UNIQUE_VIOLATION = "23505";
/** Version 8: the form of ids that the house derives from public facts, such as a deposit's place on-chain. */
const DERIVED_ID = /^.{14}8/;

export function createRounds(options: RoundsOptions): Rounds {
  const { pool, redis, limits, cipher, killSwitches, history, clock, hooks = NO_HOOKS, onSettled } = options;
  const gate = createGate(redis, limits);
  const book = createHouseBook({ pool, clock });
  const hashers = createSeedHashers(cipher);
  const [commissionBook, limitBook] = [createCommissionBook(), createLimitBook()];
  const endAbandonedRounds = createEndAbandonedRounds({ pool, endOne });
  let stepCount = 0;

  async function dependenciesOf(tenantId: number): Promise<StepDependencies> {
    const house = await book.readHouse(tenantId);
    return { hashers, commissionBook, limitBook, hooks, house, shard: stepCount++ % BANKROLL_SHARDS };
  }

  /** What every step of a player passes first. */
  async function admit({ tenantId, userId }: PlayerKey): Promise<StepDependencies> {
    const [dependencies, admissions] = await Promise.all([
      dependenciesOf(tenantId),
      gate.admit(tenantId, new Map([[userId, 1]])),
      killSwitches.check(tenantId, "bets"),
    ]);
    const admission = admissions.get(userId);
    if (admission?.passed !== 1) throw new TooManyBets(admission?.retryAfterMs ?? 0);
    return dependencies;
  }

  /** Completes the answer to a step that is committed. */
  async function answer({ tenantId, userId }: PlayerKey, step: StepAnswer): Promise<RoundResponse> {
    if (step.round.status === "open") return { ...step, bet: null };
    const { serverSeed: _, startedAt: __, ...bet } = await history.find(tenantId, step.round.roundId);
    if (!step.repeated) onSettled?.({ tenantId, userId, bet });
    return { ...step, bet };
  }

  async function endOne(round: AbandonedRound, idleMs: number): Promise<boolean> {
    const dependencies = await dependenciesOf(round.tenantId);
    const step = await inTransaction(pool, (client) =>
      endAbandoned(client, dependencies, { ...round, idleMs }),
    );
    if (step !== undefined) await answer(round, step);
    return step !== undefined;
  }

  async function viewOf(client: pg.ClientBase, tenantId: number, row: RoundRow): Promise<RoundView> {
    const actions = actionsOf(row);
    // What is over can be told without being played: a voided round, or one whose rules this house no longer has.
    if (row.status === "voided" || (row.status === "settled" && !isPlayedByItsRules(row)))
      return endedRoundViewOf(row, actions.length);
    const origin = await originOf(client, hashers, { tenantId, row });
    return roundViewOf(row, playRound(origin, actions), actions.length);
  }

  return {
    async start(order) {
      const { roundId } = order.request;
      if (DERIVED_ID.test(roundId)) throw new BetIdReserved();
      const player = { tenantId: order.tenant.id, userId: order.userId };
      const dependencies = await admit(player);
      const step = await inTransaction(pool, (client) => startRound(client, dependencies, order)).catch(
        (error: unknown) => {
          // Somebody else took the id while this round was being written.
          throw sqlState(error) === UNIQUE_VIOLATION ? new RoundIdReused(roundId) : error;
        },
      );
      return answer(player, step);
    },

    async act(order) {
      const dependencies = await admit(order);
      return answer(order, await inTransaction(pool, (client) => takeAction(client, dependencies, order)));
    },

    listOpen: (player) =>
      inTransaction(pool, async (client) => {
        const rows = await listOpenRounds(client, player);
        // A round that waits for its rules is nothing to go on with; whoever begins another is told of it.
        const playable = rows.filter(isPlayedByItsRules);
        return Promise.all(playable.map((row) => viewOf(client, player.tenantId, row)));
      }),

    async find(tenantId, roundId, userId) {
      const round = await inTransaction(pool, async (client) => {
        const row = await findRound(client, tenantId, roundId);
        if (row === undefined || (row.status === "open" && row.user_id !== userId))
          throw new NotFound("round");
        return viewOf(client, tenantId, row);
      });
      return { round, bet: round.status === "settled" ? await history.find(tenantId, roundId) : null };
    },

    endAbandoned: (idleMs = ABANDONED_AFTER_MS) => endAbandonedRounds(idleMs),
  };
}
