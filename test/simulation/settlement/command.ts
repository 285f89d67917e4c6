import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { migrate } from "#backend/db/migrate.ts";
import { startChain } from "#scripts/runtime/chain.ts";
import { startPostgres } from "#scripts/runtime/postgres.ts";
import { prepareGround } from "./ground.ts";
import { runPeer } from "./peer.ts";
import { runSeed, type SeedResult } from "./runSeed.ts";
import { keepFailedSeeds, seedsToRun } from "./seeds.ts";

const LOCAL_CHAIN_ID = 31_337;

const count = z.coerce.number().int().min(1).max(10_000);
const optionsShape = z.object({
  seeds: count.default(50),
  /** The first of them; those that failed before always run. */
  from: count.default(1),
  payouts: count.default(300),
});

/**
 * Runs the simulation of settlement on servers of its own and prints what came of it as JSON.
 * @returns the exit code; null when the arguments are none
 */
export async function simulateSettlement(args: string[]): Promise<number | null> {
  const options = readOptions(args);
  if (options === null) return null;
  const folder = await mkdtemp(join(tmpdir(), "fairhouse-simulate-"));
  const logFile = join(folder, "chain.log");
  const postgres = await startPostgres({ dataDir: join(folder, "postgres"), durable: false });
  const chain = await startChain({ chainId: LOCAL_CHAIN_ID, logFile });
  try {
    await migrate(postgres.url);
    const ground = await prepareGround({ databaseUrl: postgres.url, rpcUrl: chain.url });
    const report = await simulate(ground, options);
    await ground.close();
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return report.settlement.doubled + report.settlement.missing === 0 ? 0 : 1;
  } finally {
    await Promise.allSettled([chain.stop(), postgres.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

function readOptions(args: string[]): z.output<typeof optionsShape> | null {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({ args, options: { seeds: text, from: text, payouts: text } });
    return optionsShape.parse(values);
  } catch {
    return null;
  }
}

async function simulate(
  ground: Awaited<ReturnType<typeof prepareGround>>,
  { seeds, from, payouts }: z.output<typeof optionsShape>,
) {
  const runs: SeedResult[] = [];
  const peerRuns: { seed: number; doubled: number; missing: number; ms: number }[] = [];
  for (const seed of await seedsToRun(seeds, from)) {
    const run = await runSeed(ground, { seed, payouts });
    const peer = await runPeer(ground, { seed, payouts });
    runs.push(run);
    peerRuns.push({ seed, ...peer });
    process.stderr.write(
      `seed ${seed}: ${run.doubled} doubled, ${run.missing} missing in ${run.rounds} rounds, ${run.ms} ms` +
        ` (peer: ${peer.doubled} doubled, ${peer.missing} missing)\n`,
    );
    if (run.doubled + run.missing > 0) await keepFailedSeeds([seed]);
  }
  const total = <Key extends string>(key: Key, of: readonly Record<Key, number>[]) =>
    of.reduce((sum, each) => sum + each[key], 0);
  return {
    payouts: payouts * runs.length,
    settlement: {
      doubled: total("doubled", runs),
      missing: total("missing", runs),
      kills: total("kills", runs),
      reorganisations: total("reorganisations", runs),
      msPerSeed: Math.round(total("ms", runs) / runs.length),
    },
    peer: {
      name: "viem nonce manager, sent again on error",
      doubled: total("doubled", peerRuns),
      missing: total("missing", peerRuns),
    },
    runs,
    peerRuns,
  };
}
