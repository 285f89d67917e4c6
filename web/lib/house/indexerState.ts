import type { IndexerView } from "#domain/api/monitoring.ts";

/** The indexer records every block it sees; silence this long means that it, or the chain, stands still. */
const SILENT_AFTER_MS = 60_000;

export type IndexerState =
  | { readonly kind: "waiting" }
  | { readonly kind: "atHead" }
  | { readonly kind: "behind"; readonly blocks: number }
  | { readonly kind: "silent" };

export function indexerState(
  { indexedBlock, headBlock, heardAt }: Pick<IndexerView, "indexedBlock" | "headBlock" | "heardAt">,
  nowMs: number,
): IndexerState {
  if (indexedBlock === null || headBlock === null || heardAt === null) return { kind: "waiting" };
  if (nowMs - Date.parse(heardAt) > SILENT_AFTER_MS) return { kind: "silent" };
  const blocks = BigInt(headBlock) - BigInt(indexedBlock);
  return blocks > 0n ? { kind: "behind", blocks: Number(blocks) } : { kind: "atHead" };
}
