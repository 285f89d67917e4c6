import { FairhouseError } from "#domain/errors.ts";

/** EIP-1559 fees in wei per gas. */
export type Fees = {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
};

/** What the chain asks for now, in wei per gas. */
export type FeeMarket = {
  readonly baseFeePerGas: bigint;
  readonly priorityFeePerGas: bigint;
};

/** Room for the base fee to double before the transaction waits. */
const BASE_FEE_HEADROOM = 2n;
/** Nodes ask at least +10 % on both fields to replace a transaction; +12.5 % passes all of them. */
const BUMP_NUMERATOR = 9n;
const BUMP_DENOMINATOR = 8n;

/** The fees of a first attempt. @throws FeesAboveCap */
export function firstFees(market: FeeMarket, capWei: bigint): Fees {
  const maxFeePerGas = market.baseFeePerGas * BASE_FEE_HEADROOM + market.priorityFeePerGas;
  return underCap({ maxFeePerGas, maxPriorityFeePerGas: market.priorityFeePerGas }, capWei);
}

/**
 * The fees with which an attempt replaces another: +12.5 % on both fields, rounded up, or the market's when
 * those are higher.
 * @throws FeesAboveCap
 */
export function replacementFees(previous: Fees, market: FeeMarket, capWei: bigint): Fees {
  const wanted = {
    maxFeePerGas: market.baseFeePerGas * BASE_FEE_HEADROOM + market.priorityFeePerGas,
    maxPriorityFeePerGas: market.priorityFeePerGas,
  };
  const bumped = {
    maxFeePerGas: greater(bumpUp(previous.maxFeePerGas), wanted.maxFeePerGas),
    maxPriorityFeePerGas: greater(bumpUp(previous.maxPriorityFeePerGas), wanted.maxPriorityFeePerGas),
  };
  return underCap(bumped, capWei);
}

/** Being mined now would cost more than the house agreed to pay. */
export class FeesAboveCap extends FairhouseError {
  readonly code = "FEES_ABOVE_CAP";
  readonly wantedWei: bigint;
  readonly capWei: bigint;

  constructor(wantedWei: bigint, capWei: bigint) {
    super(`Gas costs ${wantedWei} wei, above the cap of ${capWei}: wait, or raise the cap.`);
    this.wantedWei = wantedWei;
    this.capWei = capWei;
  }
}

function underCap(fees: Fees, capWei: bigint): Fees {
  if (fees.maxFeePerGas > capWei) throw new FeesAboveCap(fees.maxFeePerGas, capWei);
  return fees;
}

function bumpUp(wei: bigint): bigint {
  return (wei * BUMP_NUMERATOR + BUMP_DENOMINATOR - 1n) / BUMP_DENOMINATOR;
}

function greater(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
