type Hash = `0x${string}`;

/** How far a transaction of the player's own has come. */
export type TransactionState =
  | { readonly kind: "idle" }
  | { readonly kind: "simulating" }
  | { readonly kind: "confirmInWallet" }
  | { readonly kind: "waiting" | "mined"; readonly hash: Hash }
  | { readonly kind: "failed"; readonly text: string; readonly isRejection: boolean };

/** What the way of a transaction is told by: the wallet asks its owner, then the chain has it. */
export type TransactionSteps = { onAsk(): void; onSent(hash: Hash): void };

/** The state that a button shows in its own words while it waits; null when it does not. */
export function busyKind(state: TransactionState): "simulating" | "confirmInWallet" | "waiting" | null {
  switch (state.kind) {
    case "simulating":
    case "confirmInWallet":
    case "waiting":
      return state.kind;
    default:
      return null;
  }
}
