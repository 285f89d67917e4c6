import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { startProcess } from "#scripts/runtime/process.ts";
import { ROOT } from "#scripts/start/folders.ts";
import { type Books, isOk, type RunningIndexer } from "../books.ts";
import { CHAIN_ID } from "../chain/shape.ts";
import type { RunningChain } from "../chain/startChain.ts";
import type { Truth } from "../chain/truth.ts";
import { createDatabase, dropDatabase } from "../database.ts";
import type { Stage } from "../stage.ts";
import { houseFaults } from "./houseFaults.ts";
import { type BenchHouse, openHouse } from "./openHouse.ts";

export interface HouseBooks extends Books {
  readonly house: BenchHouse;
}

/** A house in a database of its own, whose indexer runs as `npm start` runs it. */
export async function openHouseBooks(
  stage: Stage,
  serverUrl: string,
  { chain, truth }: { readonly chain: RunningChain; readonly truth: Truth },
): Promise<HouseBooks> {
  const house = await openHouse(await createDatabase(serverUrl), truth);
  return {
    name: "Fairhouse",
    house,
    owner: house.owner,
    tables: ["chain_events", "deposits", "accounts", "withdrawals", "payout_batches"],
    eventRows: { table: "chain_events", column: "block_number" },
    async start() {
      await chain.forget();
      return stage.keep(startIndexer(house, chain, stage.folder));
    },
    // Its very first question for logs: everything before it is the start of a process.
    workBeganAt: async () => (await chain.marks()).firstLogsAt ?? Number.NaN,
    faults: (expected) => houseFaults(house, expected),
    async drop() {
      await house.owner.end();
      await dropDatabase(house.databaseUrl);
    },
  };
}

async function startIndexer(house: BenchHouse, chain: RunningChain, folder: string): Promise<RunningIndexer> {
  const port = await freePort();
  const child = await startProcess({
    name: "indexer",
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", "indexer/main.ts"],
    cwd: ROOT,
    env: {
      ...systemEnvironment(),
      DATABASE_URL: house.databaseUrl,
      RPC_URLS: chain.url,
      RPC_WS_URLS: chain.wsUrl,
      CHAIN_ID: `${CHAIN_ID}`,
      INDEXER_PORT: `${port}`,
    },
    logFile: join(folder, `indexer-${randomUUID()}.log`),
  });
  return { ...child, isReady: () => isOk(`http://127.0.0.1:${port}/readyz`) };
}
