import { backoffMs, sleep } from "#indexer/source/backoff.ts";
import { type AnnouncedHead, followHeads, type SocketEnd } from "#indexer/source/headSocket.ts";

/** Tells one reader of a chain when to look at it again. */
export interface HeadFeed {
  /**
   * Ends when a node announces a block, at once if one was announced since the last time, and else after the
   * timeout: announcements are hints, and a reader that gets none polls.
   */
  next(timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** The highest block announced so far; undefined where nothing is announced. */
  announced(): bigint | undefined;
  close(): void;
}

/** What the nodes of a chain announce. */
export interface HeadSource {
  /** A feed of its own for each reader. */
  open(): HeadFeed;
  /** Listens to the nodes until told to stop. */
  run(signal: AbortSignal): Promise<void>;
}

export interface HeadSourceOptions {
  /** ws:// or wss:// addresses; with none, feeds only wait. */
  readonly urls: readonly string[];
  readonly chainId: number;
  readonly onConnected: (host: string, isConnected: boolean) => void;
  readonly onEnd: (host: string, end: SocketEnd) => void;
  /** In place of half a minute. */
  readonly silenceMs?: number;
}

/** Announcements of the same block come from several nodes, and after reconnecting: so many are remembered. */
const REMEMBERED_HASHES = 64;
/** A node on the wrong chain is not likely to change its mind. */
const WRONG_CHAIN_REST_MS = 60_000;

export function createHeadSource(options: HeadSourceOptions): HeadSource {
  const wakers = new Set<() => void>();
  const seen = new Set<string>();
  let highest: bigint | undefined;

  function announce({ number, hash }: AnnouncedHead): void {
    if (seen.has(hash)) return;
    seen.add(hash);
    const [oldest] = seen;
    if (seen.size > REMEMBERED_HASHES && oldest !== undefined) seen.delete(oldest);
    if (highest === undefined || number > highest) highest = number;
    for (const wake of wakers) wake();
  }

  /** Listens to one node for as long as it takes, connecting anew whenever the socket ends. */
  async function listen(url: string, signal: AbortSignal): Promise<void> {
    const { host } = new URL(url);
    let failures = 0;
    while (!signal.aborted) {
      const end = await followHeads(url, {
        chainId: options.chainId,
        signal,
        ...(options.silenceMs !== undefined && { silenceMs: options.silenceMs }),
        onConnected: () => options.onConnected(host, true),
        onHead(head) {
          failures = 0;
          announce(head);
        },
      });
      options.onConnected(host, false);
      if (signal.aborted) return;
      failures += 1;
      options.onEnd(host, end);
      await sleep(end.kind === "wrong_chain" ? WRONG_CHAIN_REST_MS : backoffMs(failures), signal);
    }
  }

  return {
    open: () => openFeed(wakers, () => highest),
    async run(signal) {
      await Promise.all(options.urls.map((url) => listen(url, signal)));
    },
  };
}

function openFeed(wakers: Set<() => void>, announced: () => bigint | undefined): HeadFeed {
  let isPending = false;
  let wakeWaiting: (() => void) | undefined;
  const wake = () => {
    isPending = true;
    wakeWaiting?.();
  };
  wakers.add(wake);
  return {
    announced,
    close: () => wakers.delete(wake),
    async next(timeoutMs, signal) {
      if (!isPending && timeoutMs > 0 && !signal.aborted) {
        const woken = new AbortController();
        wakeWaiting = () => woken.abort();
        await sleep(timeoutMs, AbortSignal.any([signal, woken.signal]));
        wakeWaiting = undefined;
      }
      isPending = false;
    },
  };
}
