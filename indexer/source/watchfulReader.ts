import type { Bytes32Hex, Hex } from "#domain/chain/hex.ts";
import { type BloomQuery, bloomQuery, isInformative, mayHoldLogs } from "#domain/indexing/bloom.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { EVENT_TOPICS } from "#indexer/source/eventTable.ts";
import type { Panel } from "#indexer/source/panel.ts";
import { countReceiptLogs } from "#indexer/source/receiptLogs.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { heard } from "#indexer/source/voice.ts";

/** Blocks whose blooms are remembered: those near the head, whose logs are asked for next. */
const REMEMBERED_BLOOMS = 512;
/** Who does not answer sooner does not hold up a block; it is read again before it becomes final. */
const PATIENCE_MS = 1_000;

export interface Watchfulness {
  readonly panel: Panel;
  /** Logs were left out. */
  readonly onOmission: (blockHashes: readonly Hex[]) => void;
  /** Nobody could tell whether some were. */
  readonly onUnverified: () => void;
}

/**
 * Believes a node that says that a block near the head has no logs only when the block's bloom says so too. Where the
 * bloom says "maybe", another node is asked, or the block's receipts where there is no other.
 */
export function createWatchfulReader(reader: ChainReader, watchfulness: Watchfulness): ChainReader {
  const blooms = new Map<Bytes32Hex, Hex>();
  const queryOf = queryCache();

  function remember<Found extends Header | undefined>(header: Found): Found {
    if (header === undefined) return header;
    blooms.set(header.hash, header.logsBloom);
    const [oldest] = blooms.keys();
    if (blooms.size > REMEMBERED_BLOOMS && oldest !== undefined) blooms.delete(oldest);
    return header;
  }

  /** Blocks that may well have logs, although the node says that they have none. */
  function suspectsAmong(emitters: readonly Hex[], hashes: readonly Hex[], found: ReadonlySet<Hex>): Hex[] {
    const query = queryOf(emitters);
    return hashes.filter((hash) => {
      const bloom = blooms.get(hash);
      return bloom !== undefined && !found.has(hash) && mayHoldLogs(bloom, query);
    });
  }

  return {
    ...reader,
    head: async () => remember(await reader.head()),
    headers: async (numbers) => (await reader.headers(numbers)).map(remember),
    async logsOf(emitters, blockHashes) {
      const logs = await reader.logsOf(emitters, blockHashes);
      const found = new Set(logs.map(({ blockHash }) => blockHash));
      const suspects = suspectsAmong(emitters, blockHashes, found);
      if (suspects.length === 0) return logs;
      const count = await countElsewhere(watchfulness, emitters, suspects, blooms);
      if (count === undefined) watchfulness.onUnverified();
      if (count === undefined || count === 0) return logs;
      watchfulness.onOmission(suspects);
      reader.distrust();
      throw new RpcFailure("retryable", `${count} logs were left out of ${suspects.length} blocks`);
    },
  };
}

/** How many logs others know of in these blocks; undefined where nobody can tell. */
async function countElsewhere(
  { panel }: Watchfulness,
  emitters: readonly Hex[],
  hashes: readonly Hex[],
  blooms: ReadonlyMap<Hex, Hex>,
): Promise<number | undefined> {
  const [other, ...rest] = panel.voices();
  if (other === undefined) return undefined;
  if (rest.length > 0) return (await heard(other.reader.logsOf(emitters, hashes), PATIENCE_MS))?.length;
  // Receipts are many where blooms are full, and then the bloom's "maybe" says next to nothing.
  const telling = hashes.filter((hash) => isInformative(blooms.get(hash) ?? "0x"));
  const counts = telling.map((hash) => countReceiptLogs(other.endpoint, emitters, hash));
  const known = await heard(Promise.all(counts), PATIENCE_MS);
  return known?.reduce((sum, count) => sum + count, 0);
}

/** Hashing dozens of topics for every block would be a waste: emitters seldom change. */
function queryCache(): (emitters: readonly Hex[]) => BloomQuery {
  const queries = new Map<string, BloomQuery>();
  return (emitters) => {
    const key = emitters.join();
    const query = queries.get(key) ?? bloomQuery(emitters, EVENT_TOPICS);
    queries.set(key, query);
    return query;
  };
}
