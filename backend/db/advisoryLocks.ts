/**
 * The numbers of all advisory locks, each given once: whatever takes one is named here. Numbers are any that nobody else
 * uses, and stay: processes of two releases must agree on them.
 */
export const ADVISORY_LOCKS = {
  /** Alone, without a second key: one process migrates at a time. */
  migrations: 4_720_113,
  /** The second key is a hash of the house and the currency: who leads a crash table. */
  crashTable: 4_720_114,
  /** The second key is the tenant: who is above whom, and at which rates. */
  hierarchy: 4_720_115,
  /** The second key is the tenant: payouts are stopped, or go on. `resume_payouts` knows the number, too. */
  payouts: 4_720_116,
  /** The second key is the vault: who settles it. */
  vault: 5_061_729,
} as const;
