import { BaseError, ContractFunctionRevertedError, RpcRequestError } from "viem";
import { FairhouseError } from "#domain/errors.ts";

/** An endpoint serves another chain than the one that was configured. */
export class WrongChain extends FairhouseError {
  readonly code = "WRONG_CHAIN";
}

/** No endpoint gave a usable answer; asking again later is safe. */
export class ChainUnavailable extends FairhouseError {
  readonly code = "CHAIN_UNAVAILABLE";
}

/**
 * Waits for an answer. viem's errors quote URLs (which may hold a key) and whole requests, so that only their
 * short message goes on. @throws ChainUnavailable, WrongChain
 */
export async function asking<Answer>(what: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw failureOf(what, error);
  }
}

/** The name of the Solidity error that a call reverted with; any other failure is thrown on. */
export function revertNameOf(error: unknown): string {
  const revert = find(error, (cause) => cause instanceof ContractFunctionRevertedError);
  if (!(revert instanceof ContractFunctionRevertedError)) throw failureOf("a simulation", error);
  return revert.data?.errorName ?? revert.signature ?? "UnknownRevert";
}

/** What a node itself said. Any other failure is thrown on: nobody knows then what became of the bytes. */
export function nodeMessageOf(error: unknown): string {
  const answer = find(error, (cause) => cause instanceof RpcRequestError);
  if (!(answer instanceof RpcRequestError)) throw failureOf("a broadcast", error);
  return answer.details || answer.shortMessage;
}

function failureOf(what: string, error: unknown): unknown {
  if (!(error instanceof BaseError)) return error;
  const wrongChain = find(error, (cause) => cause instanceof WrongChain);
  if (wrongChain instanceof WrongChain) return wrongChain;
  return new ChainUnavailable(
    `No endpoint answered for ${what}: ${error.shortMessage} ${error.details ?? ""}`.trim(),
  );
}

function find(error: unknown, is: (cause: unknown) => boolean): unknown {
  return error instanceof BaseError ? error.walk(is) : null;
}
