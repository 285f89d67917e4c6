import { readdir, readFile } from "node:fs/promises";

/** What /proc says of a process. */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** CPU time so far. */
  readonly seconds: number;
  /** CPU time of its children that have ended; without it a connection that closes would take its time along. */
  readonly endedSeconds: number;
  /** Memory that it holds at this moment. */
  readonly residentBytes: number;
}

/** The units of /proc/<pid>/stat on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;
/** Counted from the field after the command's name. */
const FIELDS = { parent: 1, time: [11, 12], endedTime: [13, 14], residentPages: 21 } as const;

/** All processes of the machine; none where there is no /proc. */
export async function processStats(): Promise<ProcessStat[]> {
  const entries = await readdir("/proc").catch(() => []);
  const stats = await Promise.all(entries.filter((name) => /^[0-9]+$/.test(name)).map(readStat));
  return stats.filter((stat) => stat !== undefined);
}

async function readStat(name: string): Promise<ProcessStat | undefined> {
  const text = await readFile(`/proc/${name}/stat`, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  // The command's name stands in parentheses and may itself contain spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const secondsOf = (places: readonly number[]) =>
    places.reduce((sum, place) => sum + Number(fields[place]), 0) / TICKS_PER_SECOND;
  return {
    pid: Number(name),
    parent: Number(fields[FIELDS.parent]),
    seconds: secondsOf(FIELDS.time),
    endedSeconds: secondsOf(FIELDS.endedTime),
    residentBytes: Number(fields[FIELDS.residentPages]) * PAGE_BYTES,
  };
}
