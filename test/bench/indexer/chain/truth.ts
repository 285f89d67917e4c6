import type { Hex } from "#domain/chain/hex.ts";
import type { PayoutEntry } from "#domain/chain/payoutEntries.ts";
import type { ToldEvent } from "./encodeEvent.ts";

/** A payout batch as the house planned it, and which of its entries the recipients refuse. */
export interface ToldBatch {
  readonly id: Hex;
  readonly entries: readonly (PayoutEntry & { readonly isCredited: boolean })[];
}

/** What an indexer must have found when it has read the chain to its end. Amounts in quanta. */
export class Truth {
  readonly counts = new Map<string, number>();
  /** By the account that paid in. */
  readonly deposits = new Map<Hex, bigint>();
  readonly batches: ToldBatch[] = [];
  /** Refused payments that were not claimed yet, by account. */
  readonly credits = new Map<Hex, bigint>();
  depositedTotal = 0n;
  enteredTotal = 0n;
  paidTotal = 0n;
  creditedTotal = 0n;
  claimedTotal = 0n;

  get events(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** What the vault holds. */
  get custody(): bigint {
    return this.depositedTotal + this.enteredTotal - this.paidTotal - this.claimedTotal;
  }

  take(event: ToldEvent): void {
    this.counts.set(event.name, (this.counts.get(event.name) ?? 0) + 1);
    switch (event.name) {
      case "Deposited":
        this.depositedTotal += event.args.quanta;
        add(this.deposits, event.args.account, event.args.quanta);
        return;
      case "RegistrationAccepted":
      case "RetopupCompleted":
        this.enteredTotal += event.args.quanta;
        return;
      case "PayoutExecuted":
        this.paidTotal += event.args.total - event.args.credited;
        return;
      case "PayoutCredited":
        this.creditedTotal += event.args.quanta;
        add(this.credits, event.args.account, event.args.quanta);
        return;
      case "CreditClaimed":
        this.claimedTotal += event.args.quanta;
        this.credits.delete(event.args.account);
        return;
      case "CheckpointPublished":
        return;
    }
  }
}

function add(sums: Map<Hex, bigint>, key: Hex, quanta: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + quanta);
}
