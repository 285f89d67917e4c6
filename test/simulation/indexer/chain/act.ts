import type { Hex } from "#domain/chain/hex.ts";
import type { EmitterKind } from "#test/indexer/support/encodeLog.ts";
import type { Random } from "#test/indexer/support/random.ts";
import type { VaultPlan } from "../plan.ts";
import type { Happening } from "./fact.ts";
import type { TokenState, VaultState } from "./vaultState.ts";

/** One transaction with a vault: what it changes, what it logs, and what it really was. */
export interface Act {
  readonly plan: VaultPlan;
  readonly state: VaultState;
  readonly random: Random;
  /** Differs with each act on each branch. */
  readonly nonce: string;
  emit(kind: EmitterKind, eventName: string, args: Readonly<Record<string, unknown>>): void;
  /** Says what the event logged last really was. */
  tell(happening: Happening): void;
}

export function tokenState({ state }: Act, token: Hex): TokenState {
  return state.tokens.get(token)!;
}
