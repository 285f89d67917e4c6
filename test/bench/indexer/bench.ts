import { createPool } from "#backend/db/pool.ts";
import { premakeWal } from "#test/bench/bets/benchHouse.ts";
import { checkContenders } from "./benches.ts";
import { type IndexerBenchOptions, type Selection, selectionOf } from "./options.ts";
import { installPonder } from "./peer/installPonder.ts";
import { plannedBenches, SEED } from "./plan.ts";
import type { Row } from "./row.ts";
import type { Setting } from "./scene.ts";
import { openStage, type Stage, startBenchPostgres } from "./stage.ts";
import { tableOf } from "./table.ts";

/** Long enough for every kind of event to come a few times. */
const GATE = { seed: SEED, events: 2_000, eventBlocks: 200 };
/** Ctrl-C, `kill`, and a launcher that is gone. */
const STOP_EVENTS = ["SIGINT", "SIGTERM", "disconnect"] as const;
const INTERRUPTED = 130;
const MORE =
  "I6, faults of every kind against a from-scratch index, is no matter of speed: npm run simulate -- indexer\n";

/**
 * Measures the indexer against Ponder, on the same simulated chain and the same Postgres. Figures are given only when
 * both made of every chain exactly what happened there.
 * @throws BenchGateFailed, PeerMissing
 */
export async function benchIndexer(options: IndexerBenchOptions): Promise<string> {
  const selection = selectionOf(options);
  const startedAt = performance.now();
  const stage = await openStage((line) =>
    console.error(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${line}`),
  );
  const stopping = new AbortController();
  const stop = () => clearAndExit(stage, stopping);
  for (const event of STOP_EVENTS) process.on(event, stop);
  try {
    const rows = await play(stage, selection);
    return `${tableOf(rows)}${MORE}`;
  } catch (error) {
    // Whoever was waited for ended because everything was told to: that is no failure.
    if (stopping.signal.aborted) return await new Promise<never>(() => undefined);
    throw error;
  } finally {
    await stage.clear();
    for (const event of STOP_EVENTS) process.off(event, stop); // Listeners would keep the process alive.
  }
}

/** Being stopped ends the process, once nothing of it is left. */
async function clearAndExit(stage: Stage, stopping: AbortController): Promise<void> {
  if (stopping.signal.aborted) return; // Pressed twice: the first time goes on.
  stopping.abort();
  stage.say("stopping");
  await stage.clear();
  process.exit(INTERRUPTED);
}

async function play(stage: Stage, selection: Selection): Promise<Row[]> {
  const { withPonder } = selection;
  if (withPonder) await installPonder(stage);
  stage.say("starting a durable Postgres");
  const { url: postgresUrl } = await startBenchPostgres(stage);
  const server = createPool({
    url: postgresUrl,
    role: "owner",
    maxConnections: 1,
    onIdleError: () => undefined,
  });
  await premakeWal(server);
  await server.end();
  const setting: Setting = { stage, postgresUrl, withPonder };
  stage.say(`checking that ${withPonder ? "both indexers find" : "the indexer finds"} what happened`);
  await checkContenders(setting, GATE);
  const rows: Row[] = [];
  for (const { name, run } of plannedBenches(selection)) {
    stage.say(name);
    rows.push(...(await run(setting)));
  }
  return rows;
}
