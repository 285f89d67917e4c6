import { FairhouseError, invariant } from "#domain/errors.ts";

/** Lets a stake of at least the minimum pass. The minimum is positive: a free bet is no bet. @throws StakeTooSmall */
export function checkStake(stakeMinor: bigint, minimumMinor: bigint): void {
  invariant(minimumMinor > 0n, "the smallest stake is above zero");
  if (stakeMinor < minimumMinor) throw new StakeTooSmall(stakeMinor, minimumMinor);
}

/** The stake is below the minimum. */
export class StakeTooSmall extends FairhouseError {
  readonly code = "STAKE_TOO_SMALL";
  readonly stakeMinor: bigint;
  readonly minimumMinor: bigint;

  constructor(stakeMinor: bigint, minimumMinor: bigint) {
    super(`A stake of ${stakeMinor} minor units is too small: stake at least ${minimumMinor}.`);
    this.stakeMinor = stakeMinor;
    this.minimumMinor = minimumMinor;
  }
}
