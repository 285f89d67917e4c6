import { parseArgs } from "node:util";
import { FairhouseError } from "#domain/errors.ts";
import { benchBets } from "./bets/bench.ts";
import { benchCommissions } from "./commissions/bench.ts";
import { benchCrash } from "./crash/bench.ts";
import { benchIndexer } from "./indexer/bench.ts";
import { benchKill } from "./kill/bench.ts";
import { benchSigner } from "./signer/bench.ts";
import { benchSoak } from "./soak/bench.ts";

const OPTIONS = {
  seconds: { type: "string" },
  rate: { type: "string" },
  only: { type: "string" },
  minutes: { type: "string" },
  rows: { type: "string" },
  sockets: { type: "string" },
  processes: { type: "string" },
  events: { type: "string" },
  full: { type: "boolean" },
  memory: { type: "boolean" },
  saturated: { type: "boolean" },
  "without-ponder": { type: "boolean" },
} as const;
type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

/** Every bench by its name; what it returns is printed: text as it is, and anything else as JSON. */
const BENCHES: ReadonlyMap<string, (options: Options) => Promise<unknown>> = new Map([
  [
    "bets",
    ({ seconds, rate, saturated, sockets }) =>
      benchBets({
        seconds: numberOf(seconds),
        betsPerSecond: numberOf(rate),
        isSaturated: saturated === true,
        listeners: numberOf(sockets),
      }),
  ],
  [
    "commissions",
    ({ seconds, rate }) => benchCommissions({ seconds: numberOf(seconds), betsPerSecond: numberOf(rate) }),
  ],
  [
    "crash",
    ({ seconds, sockets, processes, rate }) =>
      benchCrash({
        seconds: numberOf(seconds),
        sockets: numberOf(sockets),
        processes: numberOf(processes),
        betsPerSecond: numberOf(rate),
      }),
  ],
  ["kill", ({ seconds, rate }) => benchKill({ seconds: numberOf(seconds), betsPerSecond: numberOf(rate) })],
  [
    "soak",
    ({ only, minutes, rows, seconds, rate }) =>
      benchSoak({
        only,
        minutes: numberOf(minutes),
        rows: numberOf(rows),
        seconds: numberOf(seconds),
        betsPerSecond: numberOf(rate),
      }),
  ],
  ["signer", ({ seconds }) => benchSigner({ seconds: numberOf(seconds) })],
  ["indexer", ({ events, ...options }) => benchIndexer({ ...options, events: numberOf(events) })],
] satisfies [string, (options: Options) => Promise<unknown>][]);

const USAGE = `Usage: npm run bench -- <name>
  bets     [--seconds N] [--rate N | --saturated] [--sockets N]
  commissions [--seconds N] [--rate N]
  crash    [--seconds N] [--sockets N] [--processes N] [--rate N]
  kill     [--seconds N] [--rate N]
  soak     [--only minutes|rows] [--minutes N] [--rows N] [--seconds N] [--rate N]
  signer   [--seconds N]
  indexer  [--only I1,I3] [--events N] [--full] [--memory] [--without-ponder]`;

process.exitCode = await main();

/** Runs one bench and prints its figures. */
async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
    const bench = BENCHES.get(positionals[0] ?? "");
    if (bench === undefined) {
      console.error(USAGE);
      return 1;
    }
    const figures = await bench(values);
    process.stdout.write(typeof figures === "string" ? figures : `${JSON.stringify(figures, null, 2)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof FairhouseError)) throw error;
    console.error(error.message);
    return 1;
  }
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`${text} is not a whole number above 0`);
  return number;
}
