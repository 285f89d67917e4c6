import type pg from "pg";
import { ensureAccounts, lockAccounts } from "#backend/db/accountStore.ts";
import { notifyActivity } from "#backend/db/activityChannel.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { NotFound } from "#backend/http/failures.ts";
import { dueOf } from "#domain/agents/commissions.ts";
import type { VoidView } from "#domain/api/commissions.ts";
import { invariant } from "#domain/errors.ts";
import { causeIdOf } from "#domain/ledger/causeId.ts";
import { createTransfer, type Transfer } from "#domain/ledger/transfer.ts";
import type { CommissionBook } from "./commissionBook.ts";
import {
  CLAWBACK_SHARD,
  type Clawback,
  findBet,
  findVoid,
  insertClawbacks,
  insertVoid,
  type VoidableBet,
} from "./voids.store.ts";

export interface VoidOrder {
  readonly tenantId: number;
  /** The member of staff who decides. */
  readonly actorId: string;
  readonly betId: string;
  readonly reason: string;
}

/**
 * Undoes a settled bet: its stake goes back to the player and its payout to the house, and what agents earned of it is
 * taken back by new, negative lines. A bet is voided once; whoever does so again is told how it was.
 * @throws NotFound, InsufficientBalance when the player has spent the payout
 */
export type VoidBet = (order: VoidOrder) => Promise<VoidView>;

export function createVoidBet({
  pool,
  commissionBook,
}: {
  readonly pool: pg.Pool;
  readonly commissionBook: CommissionBook;
}): VoidBet {
  return ({ tenantId, actorId, betId, reason }) =>
    inTenantTransaction(pool, tenantId, async (client) => {
      const bet = await findBet(client, tenantId, betId);
      if (bet === null) throw new NotFound("bet");
      const clawbacks = await clawbacksOf(client, tenantId, bet, commissionBook);
      const transfers = await transfersOf(client, tenantId, bet, clawbacks);
      const moved = transfers.flatMap(({ debitAccountId, creditAccountId }) => [
        debitAccountId,
        creditAccountId,
      ]);
      // Accounts before any other row, as everywhere: nobody who holds them waits for a void.
      await lockAccounts(client, tenantId, moved);
      if (await insertVoid(client, tenantId, { bet, actorId, reason })) {
        await postTransfers(client, tenantId, transfers);
        await insertClawbacks(client, tenantId, bet, clawbacks);
        await notifyActivity(client, [{ kind: "balance", tenantId, userId: bet.userId }]);
      }
      const view = await findVoid(client, tenantId, betId);
      invariant(view !== null, "a voided bet can be read");
      return view;
    });
}

/** What each agent was given of the bet, computed as it was when the bet was settled. */
async function clawbacksOf(
  client: pg.ClientBase,
  tenantId: number,
  bet: VoidableBet,
  commissionBook: CommissionBook,
): Promise<Clawback[]> {
  const plans = await commissionBook.load(client, tenantId, [bet.planId]);
  const lines = bet.planId === null ? [] : (plans.get(bet.planId)?.lines ?? []);
  return lines
    .map((line) => ({
      id: causeIdOf("commission_clawback", tenantId, bet.id, line.agentId),
      agentId: line.agentId,
      ...dueOf(bet, line),
    }))
    .filter(({ revenueShareMinor, turnoverMinor }) => revenueShareMinor + turnoverMinor > 0n);
}

/** In this order: the stake is back before the payout is taken, so that the player needs no more than their difference. */
async function transfersOf(
  client: pg.ClientBase,
  tenantId: number,
  { id, userId, currency, stakeMinor, payoutMinor }: VoidableBet,
  clawbacks: readonly Clawback[],
): Promise<Transfer[]> {
  const ids = await ensureAccounts(client, tenantId, [
    { kind: "player_cash", currency, ownerId: userId },
    { kind: "house_bankroll", currency, shard: CLAWBACK_SHARD },
    { kind: "commission_payable", currency, shard: CLAWBACK_SHARD },
  ]);
  const [cash, bankroll, payable] = ids.map((account) => ({ id: account, currency }));
  invariant(
    cash !== undefined && bankroll !== undefined && payable !== undefined,
    "the accounts were opened",
  );
  const causeId = causeIdOf("bet_void", tenantId, id);
  const stake = createTransfer({
    causeId,
    leg: 0,
    code: "bet_stake_returned",
    debit: bankroll,
    credit: cash,
    amountMinor: stakeMinor,
  });
  const payout =
    payoutMinor === 0n
      ? []
      : [
          createTransfer({
            causeId,
            leg: 1,
            code: "bet_payout_returned",
            debit: cash,
            credit: bankroll,
            amountMinor: payoutMinor,
          }),
        ];
  const back = clawbacks.map((clawback) =>
    createTransfer({
      causeId: clawback.id,
      leg: 0,
      code: "commission_clawed_back",
      debit: payable,
      credit: bankroll,
      amountMinor: clawback.revenueShareMinor + clawback.turnoverMinor,
    }),
  );
  return [stake, ...payout, ...back];
}
