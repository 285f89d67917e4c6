/** Bonus money that becomes its player's once enough has been staked. Amounts in minor units. */
export type BonusGrant = {
  /** The player's bonus account that holds it. */
  readonly accountId: bigint;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** What must still be staked; 0 or less: done. */
  readonly leftToStakeMinor: bigint;
};

/** The grants after a stake, and those of them that it completed. */
export type Wagered = {
  readonly open: readonly BonusGrant[];
  readonly completed: readonly BonusGrant[];
};

/**
 * Counts a stake towards the grants in its currency, the first one first: what one of them does not need goes on to the
 * next. A completed grant is paid out whole, from the bonus account to cash.
 */
export function wagerBonus(
  grants: readonly BonusGrant[],
  stake: { readonly currency: string; readonly stakeMinor: bigint },
): Wagered {
  let restMinor = stake.stakeMinor;
  const open: BonusGrant[] = [];
  const completed: BonusGrant[] = [];
  for (const grant of grants) {
    const countedMinor = grant.currency === stake.currency ? least(restMinor, grant.leftToStakeMinor) : 0n;
    restMinor -= countedMinor;
    const after = { ...grant, leftToStakeMinor: grant.leftToStakeMinor - countedMinor };
    if (after.leftToStakeMinor > 0n || grant.currency !== stake.currency) open.push(after);
    else completed.push(after);
  }
  return { open, completed };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
