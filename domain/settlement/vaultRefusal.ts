/**
 * What a refusal of the vault means for a batch:
 * `executed`: it was paid already; wait until the indexer has seen it.
 * `void`: it can never run again; once that is final, its withdrawals may go into another batch.
 * `later`: it may run at another time.
 */
export type RefusalMeaning = "executed" | "void" | "later";

/** The meaning of the name of a Solidity error that `executeBatchPayouts` reverted with. */
export function meaningOfRefusal(errorName: string): RefusalMeaning {
  if (errorName === "BatchAlreadyExecuted") return "executed";
  if (errorName === "BatchExpired" || errorName === "StaleSignerEpoch") return "void";
  return "later";
}

/** Whether a batch was refused, by the vault or by the signer, because the signer was rotated since it was built. */
export function isVoided(failure: string | null): boolean {
  return failure === "StaleSignerEpoch" || failure === "SIGNER_EPOCH_STALE";
}

/** What a final block says about a batch. */
export type FinalFacts = {
  readonly isExecuted: boolean;
  readonly timestamp: bigint;
  readonly signerEpoch: bigint;
};

/**
 * True once a batch can never be executed, by anyone, on any branch of the chain that may still win: only then
 * may the same money be put into another batch.
 */
export function isDead(batch: { deadline: bigint; signerEpoch: bigint }, final: FinalFacts): boolean {
  if (final.isExecuted) return false;
  return final.timestamp > batch.deadline || final.signerEpoch > batch.signerEpoch;
}
