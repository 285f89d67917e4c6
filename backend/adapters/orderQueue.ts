import { Queue, Worker } from "bullmq";
import { FairhouseError } from "#domain/errors.ts";
import type { Log } from "./log.ts";

/** Orders cannot be handed over right now. */
export class QueueUnavailable extends FairhouseError {
  readonly code = "QUEUE_UNAVAILABLE";
  readonly retryAfterMs = 2_000;

  constructor(options?: ErrorOptions) {
    super("The worker cannot be reached right now; it goes on by itself. Try again in a moment.", options);
  }
}

export interface OrderQueue {
  /** Hands an order over; one that waits already under the same key counts for both. @throws QueueUnavailable */
  place(key: string, order: unknown): Promise<void>;
  close(): Promise<void>;
}

export interface OrderQueueOptions {
  readonly redisUrl: string;
  readonly name: string;
  readonly onError: (error: Error) => void;
}

const PLACE_TIMEOUT_MS = 2_000;
/** An order that finds its vault busy is tried again until any round must be over. */
const MAX_TRIES = 40;
const RETRY_DELAY_MS = 750;
const FIRST_RECONNECT_MS = 100;
const LONGEST_RECONNECT_MS = 2_000;

/** The end that gives orders. */
export function createOrderQueue({ redisUrl, name, onError }: OrderQueueOptions): OrderQueue {
  const connection = { ...connectionTo(redisUrl), enableOfflineQueue: false };
  const queue = new Queue(name, { connection, skipMetasUpdate: true });
  queue.on("error", onError);
  return {
    async place(key, order) {
      const opts = {
        jobId: key,
        attempts: MAX_TRIES,
        backoff: { type: "fixed", delay: RETRY_DELAY_MS },
        // Nothing stays: the same order may be given again as soon as it was done.
        removeOnComplete: true,
        removeOnFail: true,
      };
      try {
        await within(queue.add(name, order, opts), PLACE_TIMEOUT_MS);
      } catch (error) {
        throw new QueueUnavailable({ cause: error });
      }
    },
    // Redis may be away, and there is nothing to say goodbye to.
    close: async () => void (await Promise.race([queue.close(), queue.disconnect()]).catch(() => undefined)),
  };
}

export interface OrderDeskOptions {
  readonly redisUrl: string;
  readonly name: string;
  /** What it does must be safe to do twice; it throws to be called again later. */
  readonly handle: (order: unknown) => Promise<void>;
  readonly log: Log;
}

/** The end that carries orders out. */
export function startOrderDesk({ redisUrl, name, handle, log }: OrderDeskOptions): {
  close(): Promise<void>;
} {
  const worker = new Worker(name, async ({ data }) => handle(data), { connection: connectionTo(redisUrl) });
  // A lost connection is told by the queue of regular jobs, which shares the server.
  worker.on("error", () => undefined);
  worker.on("failed", (job, error) => {
    if (job !== undefined && job.attemptsMade >= MAX_TRIES) {
      log.warn({ err: error, order: job.data }, "an operator's order was given up; regular rounds go on");
    }
  });
  return { close: () => worker.close(true) };
}

function connectionTo(url: string) {
  return {
    url,
    maxRetriesPerRequest: null,
    retryStrategy: (attempt: number) =>
      Math.min(FIRST_RECONNECT_MS * 2 ** (attempt - 1), LONGEST_RECONNECT_MS),
  };
}

async function within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
