import {
  BaseError,
  ContractFunctionRevertedError,
  InsufficientFundsError,
  UserRejectedRequestError,
} from "viem";
import { FairhouseError } from "#domain/errors.ts";

/** Why a wallet action did not happen, in terms that the page has words for. */
export type WalletFailure =
  | { readonly kind: "rejected" }
  | { readonly kind: "insufficientFunds" }
  | { readonly kind: "refusedByVault"; readonly errorName: string }
  | { readonly kind: "timedOut" }
  | { readonly kind: "other"; readonly message: string };

const TIME_OUTS = ["WaitForTransactionReceiptTimeoutError", "TimeoutError"];

/** Sorts what wallets, nodes and contracts throw. A rejection is a decision of the player, not an error. */
export function describeWalletFailure(error: unknown): WalletFailure {
  if (error instanceof FairhouseError) return { kind: "other", message: error.message };
  if (!(error instanceof BaseError)) return { kind: "other", message: messageOf(error) };
  if (error.walk(isRejection) !== null) return { kind: "rejected" };
  if (error.walk((cause) => cause instanceof InsufficientFundsError) !== null)
    return { kind: "insufficientFunds" };
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (revert instanceof ContractFunctionRevertedError && revert.data !== undefined) {
    return { kind: "refusedByVault", errorName: revert.data.errorName };
  }
  if (TIME_OUTS.includes(error.name)) return { kind: "timedOut" };
  return { kind: "other", message: error.shortMessage };
}

function isRejection(cause: unknown): boolean {
  if (cause instanceof UserRejectedRequestError) return true;
  return typeof cause === "object" && cause !== null && "code" in cause && cause.code === 4001;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
