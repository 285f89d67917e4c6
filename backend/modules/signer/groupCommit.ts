import { setImmediate } from "node:timers/promises";

/** Pieces of work that share one commit; more wait for the next one. */
const MAX_GROUP = 64;
/** Turns of the event loop in which nobody came; to accept, read and parse one request takes several. */
const QUIET_TURNS = 12;

interface Waiting {
  readonly work: () => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

export interface GroupCommit {
  /** Does the work after all earlier work, and answers when what it wrote is on disk. */
  submit<Result>(work: () => Promise<Result>): Promise<Result>;
}

/**
 * Runs work strictly one piece at a time, as many pieces as wait in one transaction: writing to disk safely takes
 * milliseconds, and this way they are spent once per group. Work that throws takes its whole group back.
 */
export function createGroupCommit(atomically: (work: () => Promise<void>) => Promise<void>): GroupCommit {
  const waiting: Waiting[] = [];
  let isRunning = false;

  async function drain(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      await gather();
      await runGroup(waiting.splice(0, MAX_GROUP));
    }
    isRunning = false;
  }

  /** A commit blocks this thread: whoever knocked meanwhile is let in before the next group leaves. */
  async function gather(): Promise<void> {
    for (let quietTurns = 0; quietTurns < QUIET_TURNS && waiting.length < MAX_GROUP; quietTurns += 1) {
      const { length } = waiting;
      await setImmediate();
      if (waiting.length > length) quietTurns = 0;
    }
  }

  async function runGroup(group: readonly Waiting[]): Promise<void> {
    const answers: (() => void)[] = [];
    try {
      await atomically(async () => {
        for (const { work } of group) answers.push(await work());
      });
    } catch (error) {
      for (const { fail } of group) fail(error);
      return;
    }
    for (const answer of answers) answer();
  }

  return {
    submit: (work) =>
      new Promise((resolve, reject) => {
        const answering = async () => {
          const result = await work();
          return () => resolve(result);
        };
        waiting.push({ work: answering, fail: reject });
        if (!isRunning) void drain();
      }),
  };
}
