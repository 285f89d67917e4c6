import type pg from "pg";
import { ensureAccounts, lockAccounts } from "#backend/db/accountStore.ts";
import { notifyActivity } from "#backend/db/activityChannel.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { IdempotencyKeyReused } from "#backend/modules/idempotency/idempotency.service.ts";
import type { CommissionPayoutView, PayoutRequest } from "#domain/api/commissions.ts";
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
  type StandingPayout,
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
  /** @throws NoCommissions, InsufficientBalance when less can be claimed than was asked for, IdempotencyKeyReused */
  payOut(order: PayoutOrder): Promise<CommissionPayoutView>;
  /** @throws CursorInvalid */
  list(
    owner: { readonly tenantId: number; readonly userId: string },
    page: PageQuery,
  ): Promise<{ items: CommissionPayoutView[]; nextCursor: string | null }>;
}

export function createCommissionPayouts(pool: pg.Pool): CommissionPayouts {
  return {
    payOut: (order) => inTenantTransaction(pool, order.tenantId, (client) => payOut(client, order)),

    list: ({ tenantId, userId }, page) =>
      inTenantTransaction(pool, tenantId, (client) =>
        listPayouts(client, tenantId, { agentId: userId, page }),
      ),
  };
}

async function payOut(client: pg.ClientBase, order: PayoutOrder): Promise<CommissionPayoutView> {
  const { tenantId, userId, key, request } = order;
  const id = causeIdOf("commission_payout", tenantId, userId, key);
  const accounts = await holdAccounts(client, order);
  const standing = await findPayout(client, tenantId, id);
  if (standing !== null) return repeated(standing, request);
  const amountMinor = await decideAmount(client, order);
  invariant(accounts !== null, "what an agent has earned lies on an account");
  const askedMinor = request.amount === undefined ? null : amountMinor;
  const { currency } = request;
  await movePayout(client, { tenantId, userId, id, currency, amountMinor, askedMinor, ...accounts });
  const paid = await findPayout(client, tenantId, id);
  invariant(paid !== null, "a payout that was written can be read");
  return paid.view;
}

/**
 * What was paid under the key, for whoever asks for the same again: answers are remembered for a day, payouts for ever.
 * @throws IdempotencyKeyReused
 */
function repeated(
  { view, askedMinor }: StandingPayout,
  { currency, amount }: PayoutRequest,
): CommissionPayoutView {
  const isSame = amount === undefined ? askedMinor === null : amount === view.amount;
  if (currency !== view.currency || !isSame) throw new IdempotencyKeyReused();
  return view;
}

interface PayoutAccounts {
  readonly payable: bigint;
  readonly cash: bigint;
}

/**
 * Holds the accounts that a payout moves between, as whoever moves money does first. An agent's payouts in one currency
 * all credit the same account, so that whoever holds it is the only one who pays from the claim. Null when nobody has
 * ever earned in this currency.
 *
 * One shard pays alone, so that batches on the others go on. It may fall below zero for it: what is owed to all agents
 * is the sum of the shards, and a payout lowers this and the claims alike.
 */
async function holdAccounts(
  client: pg.ClientBase,
  { tenantId, userId, request: { currency } }: PayoutOrder,
): Promise<PayoutAccounts | null> {
  const payable = await findRichestPayable(client, tenantId, currency);
  if (payable === null) return null;
  const [cash] = await ensureAccounts(client, tenantId, [{ kind: "player_cash", currency, ownerId: userId }]);
  invariant(cash !== undefined, "the account was opened");
  await lockAccounts(client, tenantId, [payable, cash]);
  return { payable, cash };
}

async function decideAmount(
  client: pg.ClientBase,
  { tenantId, userId, request }: PayoutOrder,
): Promise<bigint> {
  const claims = await findClaims(client, tenantId, userId);
  const claimMinor = claims.find(({ currency }) => currency === request.currency)?.claimMinor ?? 0n;
  if (claimMinor <= 0n) throw new NoCommissions(claimMinor);
  const amountMinor = request.amount === undefined ? claimMinor : BigInt(request.amount);
  if (amountMinor > claimMinor) throw new InsufficientBalance(claimMinor, amountMinor);
  return amountMinor;
}

interface Payout extends PayoutAccounts {
  readonly tenantId: number;
  readonly userId: string;
  readonly id: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** Null: everything. */
  readonly askedMinor: bigint | null;
}

async function movePayout(client: pg.ClientBase, payout: Payout): Promise<void> {
  const { tenantId, userId, id, currency, amountMinor, askedMinor, payable, cash } = payout;
  const transfer = createTransfer({
    causeId: id,
    leg: 0,
    code: "commission_paid",
    debit: { id: payable, currency },
    credit: { id: cash, currency },
    amountMinor,
  });
  await postTransfers(client, tenantId, [transfer]);
  await insertPayout(client, tenantId, { id, agentId: userId, currency, amountMinor, askedMinor });
  await notifyActivity(client, [{ kind: "balance", tenantId, userId }]);
}
