import { z } from "zod";
import { type Node, NodeRefused } from "@/lib/vault/node";

const NATIVE_TOKEN = `0x${"0".repeat(40)}`;
/** The first bytes of a call of `balanceOf(address)`; one call of one argument needs no coder. */
const BALANCE_OF = "0x70a08231";
const WORD_DIGITS = 64;

const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform((text) => BigInt(text));

export type HoldingQuestion = {
  readonly vault: string;
  /** The zero address is the chain's own coin. */
  readonly token: string;
  /** On-chain units of one minor unit. */
  readonly quantumWei: bigint;
  readonly blockNumber: bigint;
};

/**
 * What a vault holds of a token after a block, in minor units: the answer of the node that is asked. Less than a
 * minor unit belongs to nobody.
 *
 * @throws NodeUnreachable, NodeRefused
 */
export async function readHolding(
  node: Node,
  { vault, token, quantumWei, blockNumber }: HoldingQuestion,
): Promise<bigint> {
  const at = `0x${blockNumber.toString(16)}`;
  const holder = vault.slice("0x".length).padStart(WORD_DIGITS, "0");
  const answer =
    token === NATIVE_TOKEN
      ? await node("eth_getBalance", [vault, at])
      : await node("eth_call", [{ to: token, data: `${BALANCE_OF}${holder}` }, at]);
  const held = quantity.safeParse(answer);
  if (!held.success)
    throw new NodeRefused("it answered with something that is no amount", { cause: held.error });
  return held.data / quantumWei;
}
