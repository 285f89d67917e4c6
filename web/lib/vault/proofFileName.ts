import type { BalanceProof } from "#domain/api/checkpoints.ts";

/** What a proof file is saved as: it says by itself what it is good for. */
export function proofFileName({ currency, epoch, account }: BalanceProof): string {
  return `fairhouse-proof-${currency}-${epoch}-${account.slice(0, 10)}.json`;
}
