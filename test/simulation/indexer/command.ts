import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { migrate } from "#backend/db/migrate.ts";
import { startPostgres } from "#scripts/runtime/postgres.ts";
import { BUGS } from "./bugs.ts";
import { environmentWith, plantBug } from "./plantBug.ts";

const count = z.coerce.number().int().min(1).max(100_000);
const optionsShape = z.object({
  seeds: count.default(20),
  /** The first of them; those that failed before always run. */
  from: count.default(1),
  /** A mistake that is planted into the indexer first, and must be noticed. */
  bug: z
    .string()
    .transform((name, context) => {
      const bug = BUGS.find((candidate) => candidate.name === name);
      if (bug === undefined) context.addIssue("there is no such bug");
      return bug;
    })
    .optional(),
  /** Whether everything that happens is told. */
  trace: z.boolean().default(false),
});
type Options = z.output<typeof optionsShape>;

/** Runs the simulation of the indexer on a server of its own. @returns the exit code; null when the arguments are none */
export async function simulateIndexer(args: string[]): Promise<number | null> {
  const options = readOptions(args);
  if (options === null) return null;
  const folder = await mkdtemp(join(tmpdir(), "fairhouse-simulate-"));
  const postgres = await startPostgres({ dataDir: join(folder, "postgres"), durable: false });
  try {
    await migrate(postgres.url);
    return await simulate(postgres.url, options);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function readOptions(args: string[]): Options | null {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      args,
      options: { seeds: text, from: text, bug: text, trace: { type: "boolean" } },
    });
    return optionsShape.parse(values);
  } catch {
    return null;
  }
}

async function simulate(templateUrl: string, { seeds, from, bug, trace }: Options): Promise<number> {
  if (bug !== undefined) plantBug(bug);
  // Loaded only now: what was loaded before a bug is planted does not have it.
  const { runSeeds } = await import("./runSeeds.ts");
  const results = await runSeeds({
    templateUrl,
    seeds,
    from,
    areFailuresKept: bug === undefined,
    stopsAtFirst: bug !== undefined,
    environment: bug === undefined ? {} : environmentWith(bug),
    write: (line) => process.stdout.write(`${line}\n`),
    note: (text) => {
      if (trace) process.stderr.write(`  ${text}\n`);
    },
  });
  const failed = results.filter(({ differences }) => differences.length > 0).map(({ seed }) => seed);
  const total = (key: "events" | "requests" | "rewinds" | "kills" | "replays") =>
    results.reduce((sum, result) => sum + result[key], 0);
  const passed = results.length - failed.length;
  const write = (line: string) => process.stdout.write(`${line}\n`);
  write(
    `${results.length} seeds: ${failed.length === 0 ? "all equal" : `${failed.join(", ")} differ`}; ` +
      `${total("events")} events, ${total("requests")} requests, ${total("rewinds")} rewinds, ` +
      `${total("kills")} kills, ${total("replays")} replays`,
  );
  if (bug === undefined) write(`${passed} passed, ${failed.length} failed`);
  else write(`${bug.name} was ${failed.length > 0 ? "" : "NOT "}noticed`);
  const isExpected = bug === undefined ? failed.length === 0 : failed.length > 0;
  return isExpected ? 0 : 1;
}
