import { runSeed, type SeedResult } from "./runSeed.ts";
import { keepFailedSeed, seedsToRun } from "./seeds.ts";

const MAX_SHOWN = 6;

export interface SeedsWanted {
  readonly templateUrl: string;
  readonly seeds: number;
  readonly from: number;
  /** Whether a seed that fails is remembered: not when somebody planted the fault. */
  readonly areFailuresKept: boolean;
  readonly stopsAtFirst: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly write: (line: string) => void;
  readonly note: (text: string) => void;
}

/** Runs one seed after the other, a line each. */
export async function runSeeds(wanted: SeedsWanted): Promise<SeedResult[]> {
  const { templateUrl, environment, write, note } = wanted;
  const results: SeedResult[] = [];
  for (const seed of await seedsToRun(wanted.seeds, wanted.from)) {
    const result = await runSeed(templateUrl, { seed, environment, note });
    results.push(result);
    write(lineOf(result));
    if (result.differences.length === 0) continue;
    if (wanted.areFailuresKept) await keepFailedSeed(seed);
    if (wanted.stopsAtFirst) break;
  }
  return results;
}

function lineOf({ seed, differences, ...counts }: SeedResult): string {
  const { isProcess, vaults, events, requests, steps, recordings, rewinds, kills, replays, failures, ms } =
    counts;
  const facts = [
    ...(isProcess
      ? ["process"]
      : [
          `${steps} steps`,
          `${recordings} recorded`,
          `${rewinds} rewound`,
          `${failures} failed`,
          `${replays} replays`,
        ]),
    ...[`${kills} kills`, `${requests} requests`, `${vaults} vaults`, `${events} events`, `${ms} ms`],
  ];
  const verdict = differences.length === 0 ? "equal" : `DIFFERS in ${differences.length}`;
  const shown = differences.slice(0, MAX_SHOWN).map((difference) => `\n    ${difference}`);
  return `seed ${seed}: ${verdict} (${facts.join(", ")})${shown.join("")}`;
}
