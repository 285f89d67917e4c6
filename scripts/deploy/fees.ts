/** Nodes take a second transaction under a nonce only for at least a tenth more. */
const REPLACEMENT_PERMILLE = 1_125n;
const PER_MILLE = 1_000n;

/** In wei for a unit of gas. */
export type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };

/** Fees that replace a waiting transaction: those of today, and at least an eighth above its own. */
export function replacementFees(today: Fees, earlier: Fees): Fees {
  return {
    maxFeePerGas: largerOf(today.maxFeePerGas, raisedUp(earlier.maxFeePerGas)),
    maxPriorityFeePerGas: largerOf(today.maxPriorityFeePerGas, raisedUp(earlier.maxPriorityFeePerGas)),
  };
}

function raisedUp(fee: bigint): bigint {
  return (fee * REPLACEMENT_PERMILLE + PER_MILLE - 1n) / PER_MILLE;
}

function largerOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
