import { FairhouseError } from "#domain/errors.ts";
import { StartInterrupted } from "#scripts/start/errors.ts";
import { parseStartOptions, START_USAGE, type StartOptions } from "#scripts/start/options.ts";
import { type House, startHouse } from "#scripts/start/startHouse.ts";
import { summary } from "#scripts/start/summary.ts";

/** `npm start`: opens the house, prints one table, and keeps everything running until it is told to stop. */

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

try {
  const options = parseStartOptions(process.argv.slice(2));
  if (options === undefined) console.log(START_USAGE);
  else await run(options);
} catch (error) {
  if (!(error instanceof FairhouseError)) throw error;
  if (!(error instanceof StartInterrupted)) console.error(error.message);
  process.exit(error instanceof StartInterrupted ? 0 : 1);
}

async function run(options: StartOptions): Promise<void> {
  const startedAt = performance.now();
  const house = startHouse({ ...options, report: console.log });
  stopOnRequest(house);
  const state = await house.ready;
  console.log(summary(state));
  console.log(`Ready after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s.`);
}

/** Stops on a signal, and when the launcher that started us is gone. */
function stopOnRequest(house: House): void {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    console.log("\nStopping …");
    await house.stop();
    process.exit(0);
  };
  for (const signal of SIGNALS) process.on(signal, () => void stop());
  if (process.connected) process.on("disconnect", () => void stop());
}
