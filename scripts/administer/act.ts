import type { Hex } from "#domain/chain/hex.ts";

/**
 * Whom the AccessManager lets do something: anyone (the contract itself decides), the members of the role that the
 * function needs, or those who administer a role.
 */
export type Guard = "anyone" | "function" | { readonly administersRole: bigint };

/** One call of a house's contracts. */
export type Act = {
  readonly contract: "Vault" | "AccessManager";
  /** The call as people read it. */
  readonly words: string;
  readonly data: Hex;
  /** Coins that go along. */
  readonly valueWei: bigint;
  readonly guard: Guard;
};

/** What was asked for: an act, or that something scheduled is cancelled, whose call only the chain knows. */
export type Order =
  | { readonly kind: "act"; readonly act: Act; readonly revokes?: Membership }
  | { readonly kind: "cancel"; readonly operation: Hex; readonly fromBlock: bigint | undefined };

export type Membership = { readonly role: bigint; readonly account: Hex };
