import { z } from "zod";
import { address, hash32 } from "#domain/api/primitives.ts";
import { EPOCH_KIND } from "#domain/fairness/epoch.ts";
import type { AnchorPlace } from "@/features/fairness/epochs/anchoredRoot";
import { type Node, NodeRefused } from "@/lib/vault/node";

/** The topic of `Anchored(bytes32 indexed kind, uint64 indexed epoch, bytes32 root)`. */
const ANCHORED = "0xbea4d11b910aad40d2df2a90d97a3329219b6389f85777c99daad7eb5fafd439";
const WORD_DIGITS = 64;

const hash = z.string().toLowerCase().pipe(hash32);
const quantity = z.string().regex(/^0x[0-9a-fA-F]{1,16}$/);
const receipt = z
  .object({
    blockHash: hash,
    blockNumber: quantity,
    logs: z.array(z.object({ address, topics: z.array(z.string()), data: z.string() })),
  })
  .nullable();
const block = z.object({ timestamp: quantity });

/** Where the root is said to have been anchored, and by which transaction. */
export type AnchorClaim = AnchorPlace & { readonly root: string; readonly txHash: string };

/** Since when the registry holds a root. */
export type AnchoredSince = {
  readonly blockNumber: string;
  /** Of that block, in Unix seconds. */
  readonly blockTime: string;
};

/**
 * Since when the registry holds a root, as the receipt of the transaction tells it that is said to have anchored it; null
 * when that transaction did no such thing, or is unknown to the node.
 *
 * @throws NodeUnreachable, NodeRefused
 */
export async function readAnchoredSince(node: Node, claim: AnchorClaim): Promise<AnchoredSince | null> {
  const found = parsed(receipt, await node("eth_getTransactionReceipt", [claim.txHash]));
  if (!found?.logs.some((log) => isAnchoring(log, claim))) return null;
  const { timestamp } = parsed(block, await node("eth_getBlockByHash", [found.blockHash, false]));
  return { blockNumber: decimal(found.blockNumber), blockTime: decimal(timestamp) };
}

type Log = NonNullable<z.output<typeof receipt>>["logs"][number];

function isAnchoring(
  { address: emitter, topics, data }: Log,
  { registry, epoch, root }: AnchorClaim,
): boolean {
  const wanted = [ANCHORED, EPOCH_KIND, `0x${BigInt(epoch).toString(16).padStart(WORD_DIGITS, "0")}`];
  return (
    emitter.toLowerCase() === registry.toLowerCase() &&
    topics.length === wanted.length &&
    wanted.every((topic, place) => topics[place]?.toLowerCase() === topic) &&
    data.toLowerCase() === root
  );
}

function parsed<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const known = schema.safeParse(answer);
  if (known.success) return known.data;
  throw new NodeRefused("it answered with something that is no receipt or block", { cause: known.error });
}

function decimal(hexQuantity: string): string {
  return BigInt(hexQuantity).toString();
}
