import type { Abi, ContractFunctionName } from "viem";
import { decodeFunctionResult, encodeFunctionData, numberToHex } from "viem/utils";
import { z } from "zod";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { Node } from "@/lib/vault/node";

/** What is asked of a contract; at the latest block when none is named. */
type Question<Name extends string, Schema extends z.ZodType> = {
  readonly address: Hex;
  readonly functionName: Name;
  readonly args?: readonly unknown[];
  readonly block?: bigint;
  /** What the answer must look like. */
  readonly answer: Schema;
};

/** What is asked of a token; the whole standard would weigh more than all that is asked. */
const tokenAbi = [
  {
    type: "function",
    name: "balanceOf",
    stateMutability: "view",
    inputs: [{ name: "account", type: "address" }],
    outputs: [{ type: "uint256" }],
  },
  { type: "function", name: "decimals", stateMutability: "view", inputs: [], outputs: [{ type: "uint8" }] },
] as const;

const hex = z.templateLiteral(["0x", z.string()]);

// The answers are parsed like any other that comes from outside; viem's own readers weigh three times as much.

/** Asks the vault. @throws NodeUnreachable, NodeRefused, ContractUnfit */
export function readVault<Schema extends z.ZodType>(
  node: Node,
  question: Question<ContractFunctionName<typeof vaultAbi, "view">, Schema>,
): Promise<z.output<Schema>> {
  return read(node, vaultAbi, question);
}

/** Asks a token. @throws NodeUnreachable, NodeRefused, ContractUnfit */
export function readToken<Schema extends z.ZodType>(
  node: Node,
  question: Question<ContractFunctionName<typeof tokenAbi, "view">, Schema>,
): Promise<z.output<Schema>> {
  return read(node, tokenAbi, question);
}

async function read<Schema extends z.ZodType>(
  node: Node,
  abi: Abi,
  { address, functionName, args = [], block, answer }: Question<string, Schema>,
): Promise<z.output<Schema>> {
  const call = { to: address, data: encodeFunctionData({ abi, functionName, args }) };
  const result = await node("eth_call", [call, block === undefined ? "latest" : numberToHex(block)]);
  try {
    return answer.parse(decodeFunctionResult({ abi, functionName, data: hex.parse(result) }));
  } catch (cause) {
    throw new ContractUnfit(address, { cause });
  }
}

/** The contract is another one than it should be. */
export class ContractUnfit extends FairhouseError {
  readonly code = "CONTRACT_UNFIT";
  readonly address: Hex;

  constructor(address: Hex, options?: ErrorOptions) {
    super(`The contract at ${address} does not answer as it should: it is another one.`, options);
    this.address = address;
  }
}
