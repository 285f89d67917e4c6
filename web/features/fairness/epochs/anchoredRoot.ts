import { z } from "zod";
import { hash32 } from "#domain/api/primitives.ts";
import { EPOCH_KIND } from "#domain/fairness/epoch.ts";
import { type Node, NodeRefused } from "@/lib/vault/node";

/** The first bytes of a call of `rootOf(bytes32,uint64)`; one call of two whole words needs no coder. */
const ROOT_OF = "0x615f0aa5";
const WORD_DIGITS = 64;
/** What the registry has where nothing is anchored. */
const NO_ROOT = `0x${"0".repeat(WORD_DIGITS)}`;

export type AnchorPlace = { readonly registry: string; readonly epoch: string };

/**
 * The root of an epoch as the registry on-chain holds it: the answer of the node that is asked; null when it holds none.
 *
 * @throws NodeUnreachable, NodeRefused
 */
export async function readAnchoredRoot(node: Node, { registry, epoch }: AnchorPlace): Promise<string | null> {
  const answer = await node("eth_call", [{ to: registry, data: rootOfCall(epoch) }, "latest"]);
  const root = z.string().toLowerCase().pipe(hash32).safeParse(answer);
  if (!root.success)
    throw new NodeRefused("it answered with something that is no root", { cause: root.error });
  return root.data === NO_ROOT ? null : root.data;
}

export function rootOfCall(epoch: string): `0x${string}` {
  const number = BigInt(epoch).toString(16).padStart(WORD_DIGITS, "0");
  return `${ROOT_OF}${EPOCH_KIND.slice("0x".length)}${number}`;
}
