import type pg from "pg";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { notifyActivity } from "#backend/db/activityChannel.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { UnknownCurrency } from "#backend/modules/casino/betRefusals.ts";
import { ActivityStopped } from "#backend/modules/killSwitches/killSwitches.service.ts";
import type { WithdrawalView, WithdrawRequest } from "#domain/api/wallet.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";
import { causeIdOf } from "#domain/ledger/causeId.ts";
import { createTransfer } from "#domain/ledger/transfer.ts";
import { parseMinor } from "#domain/money/amount.ts";
import type { Wallet } from "./wallet.service.ts";
import { countOpenWithdrawals, hasWithdrawal, insertWithdrawal } from "./withdrawals.store.ts";

/** The amount would not outweigh what paying it costs. */
export class WithdrawalTooSmall extends FairhouseError {
  readonly code = "WITHDRAWAL_TOO_SMALL";
  readonly amountMinor: bigint;
  readonly minimumMinor: bigint;

  constructor(amountMinor: bigint, minimumMinor: bigint) {
    super(`A withdrawal of ${amountMinor} minor units is too small: withdraw at least ${minimumMinor}.`);
    this.amountMinor = amountMinor;
    this.minimumMinor = minimumMinor;
  }
}

/**
 * Withdrawals of one player that may wait at a time. Each costs the house gas and takes a place in the queue that
 * everybody shares; nobody who withdraws for the sake of the money needs as many.
 */
const MAX_OPEN_WITHDRAWALS = 20;

/** Too many of the player's withdrawals wait to be paid. */
export class TooManyWithdrawals extends FairhouseError {
  readonly code = "TOO_MANY_WITHDRAWALS";
  readonly maxOpen = MAX_OPEN_WITHDRAWALS;

  constructor() {
    super(
      `${MAX_OPEN_WITHDRAWALS} of your withdrawals wait to be paid, which is the most at a time: try again ` +
        "when the vault has paid some, or withdraw more at once.",
    );
  }
}

/** Nothing leaves a frozen account until it has been looked into. */
export class AccountFrozen extends FairhouseError {
  readonly code = "ACCOUNT_FROZEN";

  constructor() {
    super("This account is frozen and cannot withdraw: ask support why.");
  }
}

export interface WithdrawOrder {
  readonly tenantId: number;
  readonly userId: string;
  /** The caller's Idempotency-Key: the same key never withdraws twice, whatever happens in between. */
  readonly key: string;
  readonly request: WithdrawRequest;
}

export type Withdraw = (order: WithdrawOrder) => Promise<WithdrawalView>;

interface Withdrawer {
  readonly wallet_address: string;
  readonly status: string;
  readonly min_withdrawal: bigint | null;
  readonly stopped_because: string | null;
}

/**
 * Sets the amount aside and writes down what is to be paid, in one transaction. Coins go to the wallet that
 * the user signs in with and to no other, and no limit on play stands in the way.
 */
export function createWithdraw(pool: pg.Pool, wallet: Wallet): Withdraw {
  /**
   * @throws ActivityStopped, UnknownCurrency, AccountFrozen, WithdrawalTooSmall, InsufficientBalance,
   *   TooManyWithdrawals
   */
  return async ({ tenantId, userId, key, request }) => {
    const id = causeIdOf("withdrawal", tenantId, userId, key);
    await inTenantTransaction(pool, tenantId, (client) =>
      requestWithdrawal(client, { tenantId, userId, id, request }),
    );
    const view = await wallet.withdrawal({ tenantId, userId }, id);
    invariant(view !== null, "a requested withdrawal can be read");
    return view;
  };
}

async function requestWithdrawal(
  client: pg.PoolClient,
  { tenantId, userId, id, request }: Omit<WithdrawOrder, "key"> & { readonly id: string },
): Promise<void> {
  const { currency } = request;
  const amountMinor = parseMinor(request.amount);
  const withdrawer = await loadWithdrawer(client, tenantId, userId, currency);
  // What was asked for stands, and is told to whoever asks again, even if it would be refused by now.
  const isKnown = await hasWithdrawal(client, tenantId, id);
  if (!isKnown) checkWithdrawer(withdrawer, amountMinor, currency);

  const [cash, pending] = await ensureAccounts(client, tenantId, [
    { kind: "player_cash", currency, ownerId: userId },
    { kind: "withdrawal_pending", currency, ownerId: userId },
  ]);
  invariant(cash !== undefined && pending !== undefined, "both accounts were opened");
  const transfer = createTransfer({
    causeId: id,
    leg: 0,
    code: "withdrawal_requested",
    debit: { id: cash, currency },
    credit: { id: pending, currency },
    amountMinor,
  });
  const posted = await postTransfers(client, tenantId, [transfer]);
  if (posted.length === 0) return;
  // Counted with the cash account locked: of two requests at once, the second sees the first.
  if ((await countOpenWithdrawals(client, tenantId, userId)) >= MAX_OPEN_WITHDRAWALS)
    throw new TooManyWithdrawals();
  await insertWithdrawal(client, {
    tenantId,
    id,
    userId,
    currency,
    amountMinor,
    toAddress: withdrawer.wallet_address,
  });
  await notifyActivity(client, [{ kind: "withdrawal", tenantId, userId, id }]);
}

async function loadWithdrawer(
  client: pg.PoolClient,
  tenantId: number,
  userId: string,
  currency: string,
): Promise<Withdrawer> {
  const { rows } = await client.query<Withdrawer>(
    `SELECT users.wallet_address, users.status, currencies.min_withdrawal, switch.reason AS stopped_because
     FROM users
     LEFT JOIN currencies ON currencies.tenant_id = users.tenant_id AND currencies.code = $3
     LEFT JOIN kill_switches AS switch ON switch.tenant_id = users.tenant_id AND switch.name = 'withdrawals'
     WHERE users.tenant_id = $1 AND users.id = $2`,
    [tenantId, userId, currency],
  );
  invariant(rows[0] !== undefined, "the user of a session exists");
  return rows[0];
}

function checkWithdrawer(withdrawer: Withdrawer, amountMinor: bigint, currency: string): void {
  const { stopped_because: reason } = withdrawer;
  if (reason !== null) throw new ActivityStopped({ name: "withdrawals", reason });
  if (withdrawer.min_withdrawal === null) throw new UnknownCurrency(currency);
  if (withdrawer.status === "frozen") throw new AccountFrozen();
  if (amountMinor < withdrawer.min_withdrawal) {
    throw new WithdrawalTooSmall(amountMinor, withdrawer.min_withdrawal);
  }
}
