import { inTransaction, sqlState } from "#backend/db/transaction.ts";
import { BetIdReserved } from "#backend/modules/casino/betRefusals.ts";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { createSeedHashers } from "#backend/modules/fairness/seedHashers.ts";
import type { AbandonedRound } from "#backend/modules/rounds/abandoned.store.ts";
import { createEndAbandonedRounds, type EndedRounds } from "#backend/modules/rounds/endAbandonedRounds.ts";
import type { PlayerKey } from "#backend/modules/rounds/roundPlayer.store.ts";
import {
  createRoundReader,
  type RoundReader,
  type RoundReaderOptions,
} from "#backend/modules/rounds/roundReader.ts";
import { RoundIdReused } from "#backend/modules/rounds/roundRefusals.ts";
import { ABANDONED_AFTER_MS } from "#backend/modules/rounds/roundViews.ts";
import { type StartOrder, startRound } from "#backend/modules/rounds/startRound.ts";
import { createStepAdmission, type StepAdmissionOptions } from "#backend/modules/rounds/stepAdmission.ts";
import { endAbandoned, type RoundKey, takeAction } from "#backend/modules/rounds/takeAction.ts";
import type { BetView } from "#domain/api/casino.ts";
import type { RoundActionRequest, RoundResponse } from "#domain/api/rounds.ts";

/**
 * The pool is under the role `fairhouse_engine`, which alone may read seeds; see `createEnginePool`. It has connections of
 * its own: neither rounds nor those who look at them keep bets waiting.
 */
export interface RoundsOptions
  extends Omit<StepAdmissionOptions, "hashers">,
    Omit<RoundReaderOptions, "hashers"> {
  readonly cipher: SeedCipher;
  /** Told of each round that became a bet, after its commit. */
  readonly onSettled?: (settled: {
    readonly tenantId: number;
    readonly userId: string;
    readonly bet: BetView;
  }) => void;
}

/** Rounds of the games that are played in steps. What was answered is committed, and any process goes on from there. */
export interface Rounds extends RoundReader {
  /**
   * Begins a round, or answers again how the round of this id began.
   * @throws FairhouseError why it was not begun
   */
  start(order: StartOrder): Promise<RoundResponse>;
  /** Takes an action, or answers again what the action of this number led to. @throws FairhouseError why it was not taken */
  act(order: RoundKey & { readonly request: RoundActionRequest }): Promise<RoundResponse>;
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
  const { pool, history, onSettled } = options;
  const hashers = createSeedHashers(options.cipher);
  const admission = createStepAdmission({ ...options, hashers });
  const endAbandonedRounds = createEndAbandonedRounds({ pool, endOne });

  /** Tells of a step that is committed, and completes the answer to one that was so before. */
  async function answer({ tenantId, userId }: PlayerKey, step: RoundResponse): Promise<RoundResponse> {
    const { round, bet, repeated } = step;
    if (bet !== null) onSettled?.({ tenantId, userId, bet });
    if (!repeated || round.status === "open") return step;
    const { serverSeed: _, startedAt: __, ...known } = await history.find(tenantId, round.roundId);
    return { ...step, bet: known };
  }

  async function endOne(round: AbandonedRound, idleMs: number): Promise<boolean> {
    const dependencies = await admission.admitHouse(round.tenantId);
    const step = await inTransaction(pool, (client) =>
      endAbandoned(client, dependencies, { ...round, idleMs }),
    );
    if (step !== undefined) await answer(round, step);
    return step !== undefined;
  }

  return {
    ...createRoundReader({ pool, hashers, history }),

    async start(order) {
      const { roundId } = order.request;
      if (DERIVED_ID.test(roundId)) throw new BetIdReserved();
      const player = { tenantId: order.tenant.id, userId: order.userId };
      const dependencies = await admission.admitPlayer(player);
      const step = await inTransaction(pool, (client) => startRound(client, dependencies, order)).catch(
        (error: unknown) => {
          // Somebody else took the id while this round was being written.
          throw sqlState(error) === UNIQUE_VIOLATION ? new RoundIdReused(roundId) : error;
        },
      );
      return answer(player, step);
    },

    async act(order) {
      const dependencies = await admission.admitPlayer(order);
      return answer(order, await inTransaction(pool, (client) => takeAction(client, dependencies, order)));
    },

    endAbandoned: (idleMs = ABANDONED_AFTER_MS) => endAbandonedRounds(idleMs),
  };
}
