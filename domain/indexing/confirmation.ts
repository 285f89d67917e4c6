import type { RawLog } from "#domain/indexing/rawLog.ts";

/** What makes two logs one and the same: where they stand, and what they say. */
export type ComparedLog = Pick<RawLog, "address" | "blockHash" | "logIndex" | "topics" | "data">;

/** All logs of a range, put into so few words that they can be compared. */
export interface LogsDigest {
  readonly count: number;
  /** Depends on every log and their order. */
  readonly hash: string;
}

/**
 * What a second reading of a range showed:
 * - `confirmed`: nobody says anything else than what is recorded, or only a minority;
 * - `outvoted`: more nodes than not say one other thing, and it is to be recorded instead;
 * - `disputed`: nobody can tell who is right.
 */
export type LogsVerdict = "confirmed" | "outvoted" | "disputed";

export interface JudgedLogs {
  readonly verdict: LogsVerdict;
  /** Hosts that say something else than the verdict; empty where nobody can tell. */
  readonly dissenters: readonly string[];
}

/**
 * Judges what is recorded by what nodes say now, each on its own. What is recorded has no vote: whoever said it
 * then is asked again now.
 *
 * @param opinions by host; at least one
 */
export function judgeLogs(recorded: LogsDigest, opinions: ReadonlyMap<string, LogsDigest>): JudgedLogs {
  const groups = Map.groupBy(opinions.keys(), (host) => keyOf(opinions.get(host)));
  const [winner, ...others] = [...groups].sort(([, a], [, b]) => b.length - a.length);
  if (winner === undefined || winner[1].length === others[0]?.[1].length)
    return { verdict: "disputed", dissenters: [] };
  const [key] = winner;
  return {
    verdict: key === keyOf(recorded) ? "confirmed" : "outvoted",
    dissenters: others.flatMap(([, hosts]) => hosts),
  };
}

/** Whether both say the same. */
export function isSameLogs(a: LogsDigest, b: LogsDigest): boolean {
  return keyOf(a) === keyOf(b);
}

/** What a log says, apart from where it stands. */
export function contentOf({ address, topics, data }: Omit<ComparedLog, "blockHash" | "logIndex">): string {
  return `${address} ${topics.join(",")} ${data}`;
}

/**
 * The first recorded log that stands where another one stands now. A block's logs do not change with time: one of the
 * two is a forgery. Logs that are only missing on one side are none.
 *
 * @param told what is said now
 */
export function findForged<Log extends ComparedLog>(
  recorded: readonly Log[],
  told: readonly ComparedLog[],
): Log | undefined {
  const contents = new Map(told.map((log) => [placeOf(log), contentOf(log)]));
  return recorded.find((log) => {
    const content = contents.get(placeOf(log));
    return content !== undefined && content !== contentOf(log);
  });
}

function placeOf({ blockHash, logIndex }: ComparedLog): string {
  return `${blockHash} ${logIndex}`;
}

function keyOf(digest: LogsDigest | undefined): string {
  return `${digest?.count}/${digest?.hash}`;
}
