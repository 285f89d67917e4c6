import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import { requireChromium } from "#scripts/runtime/chromium.ts";
import { requireRedis } from "#scripts/runtime/redis.ts";
import { runCommand } from "#scripts/runtime/runCommand.ts";
import { withProgress } from "#scripts/start/progress.ts";
import { parseTestOptions, type TestOptions } from "#scripts/test/options.ts";
import { STAGES, type Stage, type StageName } from "#scripts/test/stages.ts";
import { addTallies, type Tally } from "#scripts/test/tally.ts";

/** `npm test`: installs what is missing, runs every stage to its end, and closes with one line of counts. */

const NEEDS_REDIS: readonly StageName[] = ["integration", "e2e", "long"];
const NEEDS_CHROMIUM: readonly StageName[] = ["e2e"];
const MS_PER_SECOND = 1_000;

await runCommand(async (args) => {
  const options = parseTestOptions(
    args,
    STAGES.map(({ name }) => name),
  );
  const stages = STAGES.filter(({ name, isLongOnly }) =>
    options.only === undefined ? options.isLong || !isLongOnly : options.only === name,
  );
  await prepare(stages.map(({ name }) => name));
  const tallies: Tally[] = [];
  for (const stage of stages) tallies.push(await runStage(stage, options));
  const { passed, failed } = addTallies(tallies);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

async function prepare(stages: readonly StageName[]): Promise<void> {
  const needs = (wanting: readonly StageName[]) => stages.some((name) => wanting.includes(name));
  if (needs(NEEDS_REDIS)) await requireRedis(console.log);
  if (needs(NEEDS_CHROMIUM)) await requireChromium(console.log);
  await withProgress(console.log, "contracts compiled", ensureCompiled);
}

async function runStage(stage: Stage, options: TestOptions): Promise<Tally> {
  console.log(`\n── ${stage.title} ──`);
  const startedAt = performance.now();
  const tally = await stage.run(options);
  const seconds = ((performance.now() - startedAt) / MS_PER_SECOND).toFixed(0);
  console.log(`── ${stage.title}: ${tally.passed} passed, ${tally.failed} failed, ${seconds} s ──`);
  return tally;
}
