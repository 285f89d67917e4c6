import { type PayoutEntry, unpackEntries } from "#domain/chain/payoutEntries.ts";
import { FairhouseError } from "#domain/errors.ts";
import {
  compareEvents,
  isNamed,
  type PayoutCredited,
  type PayoutExecuted,
  type VaultEvent,
} from "#domain/indexing/vaultEvent.ts";

/** One entry of an executed batch: paid out, or refused by its recipient and turned into a credit. */
export type PayoutLine = PayoutEntry & { readonly isCredited: boolean };

/** An executed batch with what became of each entry, by position. */
export type Payout = { readonly event: PayoutExecuted; readonly lines: readonly PayoutLine[] };

/**
 * Puts each executed batch together with the credits of its transaction.
 *
 * Credits are logged in the order of the entries; each belongs to the first entry, after that of the credit
 * before it, with its account and amount. Where an account has several equal entries in one batch, which of
 * them was refused makes no difference to anyone's money.
 *
 * @param events whole transactions
 * @throws PayoutInconsistent when a batch and its credits contradict each other, or a credit has no batch: the
 * node that answered left events out
 */
export function payoutsOf(events: readonly VaultEvent[]): Payout[] {
  const credits = Map.groupBy(
    events.filter((event) => isNamed(event, "PayoutCredited")),
    executionKey,
  );
  const payouts = events
    .filter((event) => isNamed(event, "PayoutExecuted"))
    .map((event) => {
      const key = executionKey(event);
      const payout = assemble(event, credits.get(key) ?? []);
      credits.delete(key);
      return payout;
    });
  const [orphans] = credits.values();
  if (orphans?.[0] !== undefined) throw new PayoutInconsistent(orphans[0].args.batchId, "credits without it");
  return payouts;
}

function assemble(event: PayoutExecuted, credits: readonly PayoutCredited[]): Payout {
  const { batchId, count, total, credited, entries } = event.args;
  const payments = unpackEntries(entries);
  if (payments.length !== count) throw new PayoutInconsistent(batchId, "another number of entries");
  if (sum(payments) !== total) throw new PayoutInconsistent(batchId, "entries of another total");
  if (sum(credits.map(({ args }) => args)) !== credited) {
    throw new PayoutInconsistent(batchId, "credits of another total");
  }
  const refused = positionsOf(payments, credits.toSorted(compareEvents));
  if (refused === undefined) throw new PayoutInconsistent(batchId, "a credit that is none of its entries");
  return { event, lines: payments.map((entry, index) => ({ ...entry, isCredited: refused.has(index) })) };
}

/** The positions of the credited entries, or undefined when a credit fits none. */
function positionsOf(
  payments: readonly PayoutEntry[],
  credits: readonly PayoutCredited[],
): Set<number> | undefined {
  const positions = new Set<number>();
  let next = 0;
  for (const { args } of credits) {
    const position = payments.findIndex(
      ({ account, quanta }, index) => index >= next && account === args.account && quanta === args.quanta,
    );
    if (position === -1) return undefined;
    positions.add(position);
    next = position + 1;
  }
  return positions;
}

function executionKey({ txHash, args }: PayoutExecuted | PayoutCredited): string {
  return `${txHash}/${args.batchId}`;
}

function sum(amounts: readonly { readonly quanta: bigint }[]): bigint {
  return amounts.reduce((total, { quanta }) => total + quanta, 0n);
}

/** A batch's events contradict each other, which no vault would emit. */
export class PayoutInconsistent extends FairhouseError {
  readonly code = "PAYOUT_INCONSISTENT";
  readonly batchId: string;

  constructor(batchId: string, fault: string) {
    super(`Batch ${batchId} comes with ${fault}: ask the node again.`);
    this.batchId = batchId;
  }
}
