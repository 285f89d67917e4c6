import { FREE_BALANCE } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import type { BalanceClaims, ProvenLeaf } from "@/lib/vault/balanceClaims";
import { type ExitTerms, exitPaymentDown } from "@/lib/vault/exitTerms";
import type { ClaimsVerdict } from "@/lib/vault/judgeClaims";
import type { AccountStanding, LeafStanding } from "@/lib/vault/vaultReader";

/**
 * One amount that the vault owes to the account:
 * - `later`: it can leave once the exit is active
 * - `ready`: it can leave now
 * - `exited`: it has left
 * - `paid`: it was paid by its batch before the exit
 */
export type ExitRow = {
  readonly id: string;
  readonly quanta: bigint;
  /** What leaving brings, or its batch has brought, in quanta. */
  readonly pays: bigint;
  readonly status: "later" | "ready" | "exited" | "paid";
} & (
  | { readonly kind: "free" | "batch"; readonly leaf: ProvenLeaf }
  | { readonly kind: "deposits" }
  | { readonly kind: "credit" }
);

type Input = {
  readonly claims: BalanceClaims;
  readonly verdict: ClaimsVerdict;
  /** In the order of the claims' leaves. */
  readonly leafStandings: readonly LeafStanding[];
  readonly account: AccountStanding;
  readonly isActive: boolean;
  readonly terms: ExitTerms;
};

/** Everything that an account can take out: proven leaves, what it paid in after the cut, and its credit. */
export function exitRows(input: Input): ExitRow[] {
  const { claims, verdict, leafStandings, account, isActive, terms } = input;
  const open = isActive ? "ready" : "later";
  const leaves = verdict === "proven" ? claims.leaves : [];
  return [
    ...leaves.map((leaf, index): ExitRow => {
      const kind = leaf.batchId === FREE_BALANCE ? "free" : "batch";
      const done = doneStatus(leafStandings[index], kind);
      const pays = done === "paid" ? leaf.quanta : exitPaymentDown(leaf.quanta, terms);
      return { id: leaf.batchId, kind, leaf, quanta: leaf.quanta, pays, status: done ?? open };
    }),
    {
      id: "deposits",
      kind: "deposits",
      quanta: account.uncovered,
      pays: exitPaymentDown(account.uncovered, terms),
      status: open,
    },
    // Credits are senior: they are paid in full, before the exit and after it.
    { id: "credit", kind: "credit", quanta: account.credit, pays: account.credit, status: "ready" },
  ];
}

function doneStatus(
  standing: LeafStanding | undefined,
  kind: "free" | "batch",
): Extract<ExitRow["status"], "exited" | "paid"> | null {
  if (standing?.isExited) return "exited";
  return kind === "batch" && standing?.isBatchExecuted ? "paid" : null;
}
