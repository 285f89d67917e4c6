import { parseArgs } from "node:util";
import { benchBets } from "./bets/bench.ts";
import { benchSigner } from "./signer/bench.ts";

/** Every bench by its name. */
const BENCHES: ReadonlyMap<string, (options: { seconds?: string; rate?: string }) => Promise<unknown>> =
  new Map([
    ["bets", ({ seconds, rate }) => benchBets({ seconds: numberOf(seconds), betsPerSecond: numberOf(rate) })],
    ["signer", ({ seconds }) => benchSigner({ seconds: numberOf(seconds) })],
  ]);

const USAGE = `Usage: npm run bench -- <name> [--seconds N] [--rate N]\nBenches: ${[...BENCHES.keys()].join(", ")}`;

process.exitCode = await main();

/** Runs one bench and prints its figures as JSON. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: "string" }, rate: { type: "string" } },
  });
  const bench = BENCHES.get(positionals[0] ?? "");
  if (bench === undefined) {
    console.error(USAGE);
    return 1;
  }
  process.stdout.write(`${JSON.stringify(await bench(values), null, 2)}\n`);
  return 0;
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`${text} is not a whole number above 0`);
  return number;
}
