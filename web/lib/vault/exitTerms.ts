import { mulDivDown } from "#domain/money/amount.ts";

/** What the exit pays of what is claimed, in quanta. Fixed when the exit is activated. */
export type ExitTerms = { readonly payableQuanta: bigint; readonly claimQuanta: bigint };

/**
 * What the exit pays for a claim, as the vault rounds it. The vault never pays more than it still reserves, which
 * matters only if the house has signed away what it did not owe.
 */
export function exitPaymentDown(quanta: bigint, { payableQuanta, claimQuanta }: ExitTerms): bigint {
  return claimQuanta === 0n ? 0n : mulDivDown(quanta, payableQuanta, claimQuanta);
}

/** The terms if the exit were activated now: credits come first, then all claims share alike. */
export function termsIfActivatedNow(books: {
  readonly balance: bigint;
  readonly liabilities: bigint;
  readonly credits: bigint;
}): ExitTerms {
  const claimQuanta = books.liabilities - books.credits;
  const held = books.balance > books.credits ? books.balance - books.credits : 0n;
  return { payableQuanta: held < claimQuanta ? held : claimQuanta, claimQuanta };
}

const HUNDREDTHS_OF_A_PERCENT = 10_000n;

/** The share of each claim that is paid, in percent with two decimals, rounded down; null when it is all of it. */
export function sharePercentDown({ payableQuanta, claimQuanta }: ExitTerms): number | null {
  if (payableQuanta >= claimQuanta) return null;
  return Number(mulDivDown(payableQuanta, HUNDREDTHS_OF_A_PERCENT, claimQuanta)) / 100;
}

/** Whether the exit is open, or from when on anyone may open it. */
export type ExitPhase =
  | { readonly kind: "active" }
  | { readonly kind: "available" }
  | { readonly kind: "later"; readonly availableAt: bigint };

/** All moments in Unix seconds, and `now` by the chain's clock. */
export function exitPhase(input: {
  readonly isActive: boolean;
  readonly availableAt: bigint;
  readonly now: bigint;
}): ExitPhase {
  const { isActive, availableAt, now } = input;
  if (isActive) return { kind: "active" };
  if (now >= availableAt) return { kind: "available" };
  return { kind: "later", availableAt };
}
