import { readdir, readFile } from "node:fs/promises";

/** The unit of /proc/<pid>/stat on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const PARENT_FIELD = 1;
const USER_TIME_FIELD = 11;
const SYSTEM_TIME_FIELD = 12;
/** Of children that have ended; without them a connection that closes would take its time along. */
const ENDED_CHILDREN_FIELDS = [13, 14] as const;

/** CPU seconds that a process and its direct children have used so far; 0 where there is no /proc. */
export async function cpuSeconds(pid: number): Promise<number> {
  const entries = await readdir("/proc").catch(() => []);
  const stats = await Promise.all(entries.filter((name) => /^[0-9]+$/.test(name)).map(readStat));
  const own = stats.filter((stat) => stat !== undefined && (stat.pid === pid || stat.parent === pid));
  return own.reduce(
    (total, stat) => total + (stat?.seconds ?? 0) + (stat?.pid === pid ? stat.endedSeconds : 0),
    0,
  );
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly seconds: number;
  readonly endedSeconds: number;
}

async function readStat(name: string): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${name}/stat`, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  // The command's name stands in parentheses and may itself contain spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const secondsOf = (places: readonly number[]) =>
    places.reduce((sum, place) => sum + Number(fields[place]), 0) / TICKS_PER_SECOND;
  return {
    pid: Number(name),
    parent: Number(fields[PARENT_FIELD]),
    seconds: secondsOf([USER_TIME_FIELD, SYSTEM_TIME_FIELD]),
    endedSeconds: secondsOf(ENDED_CHILDREN_FIELDS),
  };
}
