import { invariant } from "#domain/errors.ts";
import { type AccountRole, custodyOf, type Posting } from "#domain/indexing/posting.ts";

/** Who a deposit is for: a player, or the house's bankroll, which is kept in so many shards. */
export type Beneficiary =
  | { readonly kind: "player"; readonly userId: string }
  | { readonly kind: "bankroll"; readonly shards: number };

export type DepositMoney = {
  readonly beneficiary: Beneficiary;
  readonly currency: string;
  /** Minor units, above zero. */
  readonly amountMinor: bigint;
};

/** The posting of a deposit that was seen and may still be dropped: owed, but not spendable. */
export function depositObserved(causeId: string, deposit: DepositMoney): Posting[] {
  const { beneficiary, currency, amountMinor } = deposit;
  const code = beneficiary.kind === "player" ? "deposit_observed" : "bankroll_observed";
  return [{ causeId, leg: 0, code, debit: custodyOf(currency), credit: confirmingOf(deposit), amountMinor }];
}

/** The postings that make a deposit spendable once its block is final. */
export function depositFinalized(causeId: string, deposit: DepositMoney): Posting[] {
  const { beneficiary, currency, amountMinor } = deposit;
  const debit = confirmingOf(deposit);
  if (beneficiary.kind === "player") {
    const credit: AccountRole = { kind: "player_cash", currency, ownerId: beneficiary.userId };
    return [{ causeId, leg: 0, code: "deposit_finalized", debit, credit, amountMinor }];
  }
  return splitEvenly(amountMinor, beneficiary.shards).flatMap((share, shard): Posting[] => {
    const credit: AccountRole = { kind: "house_bankroll", currency, shard };
    return share === 0n
      ? []
      : [{ causeId, leg: shard, code: "bankroll_funded", debit, credit, amountMinor: share }];
  });
}

/** Equal parts, rounded down, with the remainder added to the first. Their sum is the amount. */
export function splitEvenly(amountMinor: bigint, parts: number): bigint[] {
  invariant(Number.isSafeInteger(parts) && parts > 0, "an amount is split into a positive number of parts");
  const share = amountMinor / BigInt(parts);
  const remainder = amountMinor % BigInt(parts);
  return Array.from({ length: parts }, (_, index) => (index === 0 ? share + remainder : share));
}

function confirmingOf({ beneficiary, currency }: DepositMoney): AccountRole {
  if (beneficiary.kind === "bankroll") return { kind: "bankroll_confirming", currency };
  return { kind: "player_confirming", currency, ownerId: beneficiary.userId };
}
