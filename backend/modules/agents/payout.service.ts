import type pg from "pg";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { notifyActivity } from "#backend/db/activityChannel.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import type { CommissionPayoutView, PayoutRequest } from "#domain/api/agents.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";
import { causeIdOf } from "#domain/ledger/causeId.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import { createTransfer } from "#domain/ledger/transfer.ts";
import {
  findClaims,
  findPayout,
  findRichestPayable,
  insertPayout,
  listPayouts,
  lockPayouts,
} from "./claims.store.ts";

/** There is no claim in this currency, or clawbacks have used it up. */
export class NoCommissions extends FairhouseError {
  readonly code = "NO_COMMISSIONS";
  readonly claimMinor: bigint;

  constructor(claimMinor: bigint) {
    super(`There are no commissions to pay out: your claim is ${claimMinor} minor units.`);
    this.claimMinor = claimMinor;
  }
}

export interface PayoutOrder {
  readonly tenantId: number;
  readonly userId: string;
  /** The caller's Idempotency-Key: the same key never pays twice, whatever happens in between. */
  readonly key: string;
  readonly request: PayoutRequest;
}

/** Turns commissions into cash of their agent, who plays with it or withdraws it as anybody does. */
export interface CommissionPayouts {
  /** @throws NoCommissions, InsufficientBalance when less can be claimed than was asked for */
  payOut(order: PayoutOrder): Promise<CommissionPayoutView>;
  /** @throws CursorInvalid */
  list(
    owner: { readonly tenantId: number; readonly userId: string },
    page: PageQuery,
  ): Promise<{ items: CommissionPayoutView[]; nextCursor: string | null }>;
}

export function createCommissionPayouts(pool: pg.Pool): CommissionPayouts {
  return {
    payOut: ({ tenantId, userId, key, request }) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const id = causeIdOf("commission_payout", tenantId, userId, key);
        await lockPayouts(client, tenantId, userId);
        const standing = await findPayout(client, tenantId, id);
        if (standing !== null) return standing;
        const amountMinor = await decideAmount(client, { tenantId, userId, request });
        await movePayout(client, { tenantId, userId, id, currency: request.currency, amountMinor });
        const paid = await findPayout(client, tenantId, id);
        invariant(paid !== null, "a payout that was written can be read");
        return paid;
      }),

    list: ({ tenantId, userId }, page) =>
      inTenantTransaction(pool, tenantId, (client) =>
        listPayouts(client, tenantId, { agentId: userId, page }),
      ),
  };
}

async function decideAmount(
  client: pg.ClientBase,
  { tenantId, userId, request }: Omit<PayoutOrder, "key">,
): Promise<bigint> {
  const claims = await findClaims(client, tenantId, userId);
  const claimMinor = claims.find(({ currency }) => currency === request.currency)?.claimMinor ?? 0n;
  if (claimMinor <= 0n) throw new NoCommissions(claimMinor);
  const amountMinor = request.amount === undefined ? claimMinor : BigInt(request.amount);
  if (amountMinor > claimMinor) throw new InsufficientBalance(claimMinor, amountMinor);
  return amountMinor;
}

interface Payout {
  readonly tenantId: number;
  readonly userId: string;
  readonly id: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

/**
 * One shard pays alone, so that batches on the others go on. It may fall below zero for it: what is owed to all
 * agents is the sum of the shards, and a payout lowers this and the claims alike.
 */
async function movePayout(client: pg.ClientBase, payout: Payout): Promise<void> {
  const { tenantId, userId, id, currency, amountMinor } = payout;
  const payable = await findRichestPayable(client, tenantId, currency);
  invariant(payable !== null, "what an agent has earned lies on an account");
  const [cash] = await ensureAccounts(client, tenantId, [{ kind: "player_cash", currency, ownerId: userId }]);
  invariant(cash !== undefined, "the account was opened");
  const transfer = createTransfer({
    causeId: id,
    leg: 0,
    code: "commission_paid",
    debit: { id: payable, currency },
    credit: { id: cash, currency },
    amountMinor,
  });
  await postTransfers(client, tenantId, [transfer]);
  await insertPayout(client, tenantId, { id, agentId: userId, currency, amountMinor });
  await notifyActivity(client, [{ kind: "balance", tenantId, userId }]);
}
