import { FairhouseError } from "#domain/errors.ts";

/**
 * Wei in one quantum of the native coin. The vault moves whole quanta only, and one quantum is one minor
 * unit (1 gwei) of the ledger, so that both books match to the last unit.
 */
export const WEI_PER_QUANTUM = 1_000_000_000n;

/**
 * The minor units (gwei) of an amount of native coin in wei. Exact: nothing is rounded.
 *
 * @throws NotWholeQuanta on a negative amount or a fraction of a quantum
 */
export function minorFromWei(wei: bigint): bigint {
  if (wei < 0n || wei % WEI_PER_QUANTUM !== 0n) throw new NotWholeQuanta(wei);
  return wei / WEI_PER_QUANTUM;
}

/** The wei of an amount of native coin in minor units (gwei). Exact. */
export function weiFromMinor(minor: bigint): bigint {
  return minor * WEI_PER_QUANTUM;
}

/** The amount has wei that make no whole quantum, so the ledger could not hold it. */
export class NotWholeQuanta extends FairhouseError {
  readonly code = "NOT_WHOLE_QUANTA";
  readonly wei: bigint;

  constructor(wei: bigint) {
    super(`${wei} wei must be a whole, non-negative multiple of ${WEI_PER_QUANTUM}.`);
    this.wei = wei;
  }
}
