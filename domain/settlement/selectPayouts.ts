import type { EvmAddress } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";

/** A withdrawal that waits to be paid. */
export type PendingPayout = {
  readonly id: string;
  /** In lower case. */
  readonly account: EvmAddress;
  readonly quanta: bigint;
};

/** What limits the next batch, in quanta. */
export type BatchLimits = {
  readonly maxPayouts: number;
  /** In lower case; it cannot be paid by itself. */
  readonly vault: EvmAddress;
  /** The vault's cap for a single batch. */
  readonly batchCapQuanta: bigint;
  /** The most that the signer would ever sign for a single payment. */
  readonly paymentCapQuanta: bigint;
  /** What the vault's outflow limit lets leave now; it refills with time. */
  readonly outflowQuanta: bigint;
  /** What the vault holds beyond claims that come first. */
  readonly coveredQuanta: bigint;
  /** What the signer would sign now, in all. */
  readonly signerQuanta: bigint;
  /** What the signer would still sign for one recipient. */
  readonly recipientQuanta: (account: EvmAddress) => bigint;
  /** The gas that the payments of one transaction may use together. */
  readonly maxGas: bigint;
  /** An upper bound of what paying one recipient uses; never above `maxGas`. */
  readonly gasOf: (account: EvmAddress) => bigint;
};

/** Why a withdrawal is not in the batch although its turn came. */
export type PassedOver = {
  readonly payout: PendingPayout;
  readonly reason: "unpayable_recipient" | "above_payment_cap" | "above_recipient_cap" | "not_covered";
};

/** True when no later batch could pay it either, however long it waited: vault or signer rule it out. */
export function isUnpayable({ reason }: PassedOver): boolean {
  return reason === "unpayable_recipient" || reason === "above_payment_cap";
}

export type Selection = {
  readonly payouts: readonly PendingPayout[];
  readonly passedOver: readonly PassedOver[];
  /** No younger withdrawal may join the batch: it is full, or the next in turn must wait. */
  readonly isClosed: boolean;
};

/**
 * Chooses what the next batch pays, oldest first.
 *
 * A withdrawal that cannot be paid for a reason of its own is passed over, so that it holds up nobody else. One
 * that only waits for its turn, because a limit that refills with time is used up, ends the batch: if smaller
 * ones could overtake it, it might wait for ever.
 */
export function selectPayouts(pending: readonly PendingPayout[], limits: BatchLimits): Selection {
  const payouts: PendingPayout[] = [];
  const passedOver: PassedOver[] = [];
  const byRecipient = new Map<EvmAddress, bigint>();
  const turnLimit = least(limits.batchCapQuanta, limits.outflowQuanta, limits.signerQuanta);
  let total = 0n;
  let gas = 0n;

  for (const payout of pending) {
    if (payouts.length === limits.maxPayouts) return { payouts, passedOver, isClosed: true };
    const recipientTotal = (byRecipient.get(payout.account) ?? 0n) + payout.quanta;
    const reason = faultOf(payout, { total, recipientTotal }, limits);
    if (reason !== undefined) {
      passedOver.push({ payout, reason });
      continue;
    }
    gas += limits.gasOf(payout.account);
    if (total + payout.quanta > turnLimit || gas > limits.maxGas) {
      return { payouts, passedOver, isClosed: true };
    }
    payouts.push(payout);
    byRecipient.set(payout.account, recipientTotal);
    total += payout.quanta;
  }
  return { payouts, passedOver, isClosed: payouts.length === limits.maxPayouts };
}

function faultOf(
  { account, quanta }: PendingPayout,
  so: { total: bigint; recipientTotal: bigint },
  limits: BatchLimits,
): PassedOver["reason"] | undefined {
  if (account === NATIVE_TOKEN || account === limits.vault) return "unpayable_recipient";
  const paymentCap = least(limits.batchCapQuanta, limits.paymentCapQuanta);
  // A cap of zero is a brake on everything, and says nothing about this one.
  if (paymentCap > 0n && quanta > paymentCap) return "above_payment_cap";
  if (so.recipientTotal > limits.recipientQuanta(account)) return "above_recipient_cap";
  if (so.total + quanta > limits.coveredQuanta) return "not_covered";
  return undefined;
}

function least(...amounts: readonly bigint[]): bigint {
  return amounts.reduce((smallest, amount) => (amount < smallest ? amount : smallest));
}
