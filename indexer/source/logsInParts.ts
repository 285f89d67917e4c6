import type { Hex } from "#domain/chain/hex.ts";
import { type BlockRange, countBlocks, takeBlocks } from "#domain/indexing/blockRange.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

/**
 * The logs of a range from a node that may refuse so much at once: then it is asked for half as many blocks at a time.
 * @throws RpcFailure, of kind `limit` only where a single block is too much
 */
export async function* logsInParts(
  reader: Pick<ChainReader, "logs">,
  emitters: readonly Hex[],
  range: BlockRange,
): AsyncGenerator<readonly RawLog[]> {
  let blocks = Number(countBlocks(range));
  for (let { from } = range; from <= range.to; ) {
    const part = takeBlocks({ from, to: range.to }, blocks);
    if (part.from === part.to) {
      yield* reader.logs(emitters, { range: part });
    } else {
      const pages = await pagesWithin(reader, emitters, part);
      if (pages === undefined) {
        blocks = Math.ceil(Number(countBlocks(part)) / 2);
        continue;
      }
      yield* pages;
    }
    from = part.to + 1n;
  }
}

/** All of a part at once, because a node may refuse it after the first page; undefined when it does. */
async function pagesWithin(
  reader: Pick<ChainReader, "logs">,
  emitters: readonly Hex[],
  range: BlockRange,
): Promise<(readonly RawLog[])[] | undefined> {
  const pages: (readonly RawLog[])[] = [];
  try {
    for await (const page of reader.logs(emitters, { range })) pages.push(page);
    return pages;
  } catch (error) {
    if (error instanceof RpcFailure && error.kind === "limit") return undefined;
    throw error;
  }
}
