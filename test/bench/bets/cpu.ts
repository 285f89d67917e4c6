import { processStats } from "./processStats.ts";

/** CPU seconds that a process and its direct children have used so far; 0 where there is no /proc. */
export async function cpuSeconds(pid: number): Promise<number> {
  const own = (await processStats()).filter((stat) => stat.pid === pid || stat.parent === pid);
  return own.reduce((total, stat) => total + stat.seconds + (stat.pid === pid ? stat.endedSeconds : 0), 0);
}

/** Of each named process. */
export async function cpuOf(pids: Readonly<Record<string, number>>): Promise<Record<string, number>> {
  const used = await Promise.all(
    Object.entries(pids).map(async ([name, pid]) => [name, await cpuSeconds(pid)] as const),
  );
  return Object.fromEntries(used);
}

/** How many cores so much work keeps busy. */
export function cores(cpu: number, seconds: number): number {
  return Math.round((cpu / seconds) * 100) / 100;
}

/** How many cores each named process kept busy between two looks. */
export function coresBetween(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  seconds: number,
): Record<string, number> {
  return Object.fromEntries(
    Object.keys(after).map((name) => [name, cores((after[name] ?? 0) - (before[name] ?? 0), seconds)]),
  );
}
