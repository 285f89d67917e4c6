import { type Abi, BaseError, decodeErrorResult, type Hex, isHex } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { FairhouseError } from "#domain/errors.ts";

/** A chain's node gave no answer, or it or a contract said no; the message names the contract's own error. */
export class NodeRefused extends FairhouseError {
  readonly code = "NODE_REFUSED";
}

const CONTRACTS: readonly Abi[] = [vaultAbi, accessManagerAbi];

/** Waits for an answer of the node. @throws NodeRefused without the URL, which may hold a key */
export async function reaching<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    throw new NodeRefused(`The node gave no answer: ${withoutUrls(error.shortMessage)}`);
  }
}

/** As `reaching`, for calls that a contract may refuse. */
export async function calling<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const reason = reasonOf(error) ?? withoutUrls(error.details || error.shortMessage);
    throw new NodeRefused(`The vault or the node refused: ${reason}`);
  }
}

/** The contract's own error in words, where the node passed it on. */
function reasonOf(error: BaseError): string | undefined {
  let reason: string | undefined;
  error.walk((cause) => {
    if (!(cause instanceof Error) || !("data" in cause) || !isHex(cause.data)) return false;
    reason = inWords(cause.data);
    return reason !== undefined;
  });
  return reason;
}

function inWords(data: Hex): string | undefined {
  for (const abi of CONTRACTS) {
    try {
      const { errorName, args = [] } = decodeErrorResult({ abi, data });
      return `${errorName}(${args.map(String).join(", ")})`;
    } catch {
      // Not an error of this contract: the next one may have it.
    }
  }
  return undefined;
}

function withoutUrls(text: string): string {
  return text.replace(/\bhttps?:\/\/\S+/g, "<url>");
}
