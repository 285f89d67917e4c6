import type pg from "pg";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { notifyActivity } from "#backend/db/activityChannel.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { NotFound } from "#backend/http/failures.ts";
import { invariant } from "#domain/errors.ts";
import { createTransfer } from "#domain/ledger/transfer.ts";
import { isAbandoned } from "./abandoned.store.ts";
import { findRound, type RoundRow } from "./round.store.ts";
import { lockRoundAccounts } from "./roundPlayer.store.ts";
import { RoundOver, RoundPlayable } from "./roundRefusals.ts";
import { isPlayedByItsRules } from "./roundRules.ts";
import { STAKE_TAKEN_LEG } from "./roundTransfers.ts";
import { ABANDONED_AFTER_MS } from "./roundViews.ts";
import { findVoid, insertVoid, type RoundVoid } from "./void.store.ts";

/** A round that is open an hour after it should have been ended is one that cannot be. */
const OVERDUE_AFTER_MS = ABANDONED_AFTER_MS + 60 * 60 * 1_000;

export interface VoidRoundOrder {
  readonly tenantId: number;
  readonly roundId: string;
  /** Why; for whoever looks into it later. */
  readonly reason: string;
  /** Whoever orders it insists, also on a round that could go on: somebody knows that it cannot, or must not. */
  readonly isForced?: boolean;
}

/**
 * Gives the stakes of an open round back that cannot be played to its end: its seed cannot be read, its rules are gone,
 * or an exit from the vault has paid what was set aside for it. Nothing is played, so there is no bet, and neither house
 * nor agents earn. Given again it answers what became of the round the first time.
 *
 * @param pool of the database's owner: no process of the house may void a round
 * @throws NotFound, RoundOver when the round was settled, RoundPlayable unless forced
 */
export function voidRound(
  pool: pg.Pool,
  { tenantId, roundId, reason, isForced = false }: VoidRoundOrder,
): Promise<RoundVoid> {
  return inTransaction(pool, async (client) => {
    const found = await findRound(client, tenantId, roundId);
    if (found === undefined) throw new NotFound("round");
    const { user_id: userId, currency } = found;
    const [cashId, lockedId] = await ensureAccounts(client, tenantId, [
      { kind: "player_cash", currency, ownerId: userId },
      { kind: "player_locked", currency, ownerId: userId },
    ]);
    invariant(cashId !== undefined && lockedId !== undefined, "both accounts were opened");
    const balances = await lockRoundAccounts(client, { tenantId, userId }, [lockedId]);
    // Only a later statement sees what the locks waited for.
    const round = await findRound(client, tenantId, roundId);
    invariant(round !== undefined, "a round is never deleted behind its player's lock");
    if (round.status === "settled") throw new RoundOver(roundId);
    if (round.status === "open") {
      const lockedMinor = balances.get(lockedId) ?? 0n;
      const wasPlayable = await isPlayable(client, tenantId, { round, lockedMinor });
      if (wasPlayable && !isForced) throw new RoundPlayable(roundId);
      const returnedMinor = least(round.staked, lockedMinor);
      if (returnedMinor > 0n) {
        // In the place in which a settlement takes the stakes: whatever happens, they move on once.
        const back = createTransfer({
          causeId: roundId,
          leg: STAKE_TAKEN_LEG,
          code: "round_stake_returned",
          debit: { id: lockedId, currency },
          credit: { id: cashId, currency },
          amountMinor: returnedMinor,
        });
        await postTransfers(client, tenantId, [back]);
      }
      await insertVoid(client, tenantId, { round, returnedMinor, wasPlayable, reason });
      await notifyActivity(client, [{ kind: "balance", tenantId, userId }]);
    }
    const voided = await findVoid(client, tenantId, roundId);
    invariant(voided !== undefined, "a voided round has its record");
    return voided;
  });
}

/**
 * Whether an open round may still come to its own end: this code has its rules, its stakes are there, and it has not
 * been left for longer than rounds are. Whether its seed can be read is not known here: then it is left for longer.
 */
async function isPlayable(
  client: pg.ClientBase,
  tenantId: number,
  { round, lockedMinor }: { readonly round: RoundRow; readonly lockedMinor: bigint },
): Promise<boolean> {
  if (!isPlayedByItsRules(round) || lockedMinor < round.staked) return false;
  return !(await isAbandoned(client, { tenantId, roundId: round.id, idleMs: OVERDUE_AFTER_MS }));
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
