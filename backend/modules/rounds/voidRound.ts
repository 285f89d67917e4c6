import type pg from "pg";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { notifyActivity } from "#backend/db/activityChannel.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { NotFound } from "#backend/http/failures.ts";
import { invariant } from "#domain/errors.ts";
import { createTransfer } from "#domain/ledger/transfer.ts";
import { findRound } from "./round.store.ts";
import { lockRoundAccounts } from "./roundPlayer.store.ts";
import { RoundOver } from "./roundRefusals.ts";
import { STAKE_TAKEN_LEG } from "./roundTransfers.ts";
import { findVoid, insertVoid, type RoundVoid } from "./void.store.ts";

export interface VoidRoundOrder {
  readonly tenantId: number;
  readonly roundId: string;
  /** Why; for whoever looks into it later. */
  readonly reason: string;
}

/**
 * Gives the stakes of an open round back that cannot be played to its end: its seed cannot be read, its rules are gone,
 * or an exit from the vault has paid what was set aside for it. Nothing is played, so there is no bet, and neither house
 * nor agents earn. Given again it answers what became of the round the first time.
 *
 * @param pool of the database's owner: no process of the house may void a round
 * @throws NotFound, RoundOver when the round was settled
 */
export function voidRound(pool: pg.Pool, { tenantId, roundId, reason }: VoidRoundOrder): Promise<RoundVoid> {
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
      const returnedMinor = least(round.staked, balances.get(lockedId) ?? 0n);
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
      await insertVoid(client, tenantId, { round, returnedMinor, reason });
      await notifyActivity(client, [{ kind: "balance", tenantId, userId }]);
    }
    const voided = await findVoid(client, tenantId, roundId);
    invariant(voided !== undefined, "a voided round has its record");
    return voided;
  });
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
