import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { fingerprint } from "#indexer/store/fingerprint.store.ts";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { endedEarly, startProcess } from "#scripts/runtime/process.ts";
import { differences } from "../books.ts";
import type { Truth } from "../chain/truth.ts";
import type { Stage } from "../stage.ts";
import type { BenchHouse } from "./openHouse.ts";

const REPLAY = fileURLToPath(new URL("./replay.ts", import.meta.url));
const replayed = z.object({ events: z.number(), ms: z.number() });

export interface Replay {
  readonly ms: number;
  /** Events that were missed, and tables that a replay changed: it must change nothing. */
  readonly faults: readonly string[];
}

/** Derives everything from the recorded events once more, in a process of its own as `npm run replay` does. */
export async function measureReplay(stage: Stage, house: BenchHouse, truth: Truth): Promise<Replay> {
  const before = await fingerprint(house.owner, house.vault);
  await house.owner.query("CHECKPOINT");
  const child = await stage.keep(
    startProcess({
      name: "replay",
      command: process.execPath,
      args: ["--disable-warning=ExperimentalWarning", REPLAY],
      env: { ...systemEnvironment(), DATABASE_URL: house.databaseUrl },
      logFile: join(stage.folder, `replay-${randomUUID()}.log`),
    }),
  );
  const exit = await child.exited;
  if (exit.code !== 0) throw endedEarly(child, exit);
  const lastLine = (await readFile(child.logFile, "utf8")).trim().split("\n").at(-1) ?? "";
  const { events, ms } = replayed.parse(JSON.parse(lastLine));
  const after = await fingerprint(house.owner, house.vault);
  const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
  const counted = differences(
    new Map([["events", BigInt(events)]]),
    new Map([["events", BigInt(truth.events)]]),
    "number of replayed",
  );
  return { ms, faults: [...counted, ...changed.map((table) => `a replay changed ${table}`)] };
}
