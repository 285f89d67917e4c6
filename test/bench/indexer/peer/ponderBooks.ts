import { readFile } from "node:fs/promises";
import { z } from "zod";
import { createPool } from "#backend/db/pool.ts";
import type { Books } from "../books.ts";
import type { RunningChain } from "../chain/startChain.ts";
import { createDatabase, dropDatabase } from "../database.ts";
import type { Stage } from "../stage.ts";
import { ponderFaults } from "./ponderFaults.ts";
import { startPonder } from "./startPonder.ts";

export interface PonderBooks extends Books {
  /** The same database with a schema of its own: everything is indexed again, from what was fetched before. */
  again(): PonderBooks;
}

const BEGINNING = "Started backfill indexing";
const logLine = z.object({ time: z.number(), msg: z.string() });

/** Ponder with a database of its own. */
export async function openPonderBooks(
  stage: Stage,
  serverUrl: string,
  chain: RunningChain,
): Promise<PonderBooks> {
  const databaseUrl = await createDatabase(serverUrl);
  const owner = createPool({
    url: databaseUrl,
    role: "owner",
    maxConnections: 2,
    onIdleError: () => undefined,
  });

  function booksIn(schema: string): PonderBooks {
    const tables = ["deposit", "account", "house", "payout", "payout_entry", "credit", "entry", "checkpoint"];
    return {
      name: "Ponder",
      owner,
      tables: tables.map((table) => `${schema}.${table}`),
      eventRows: { table: `${schema}.deposit`, column: "block_number" },
      async start() {
        await chain.forget();
        return stage.keep(startPonder({ databaseUrl, schema }, chain, stage.folder));
      },
      workBeganAt: ({ logFile }) => findBeginning(logFile),
      faults: (truth) => ponderFaults(owner, schema, truth),
      again: () => booksIn(`${schema}_again`),
      async drop() {
        await owner.end();
        await dropDatabase(databaseUrl);
      },
    };
  }

  return booksIn("bench");
}

/** When it began to read events, by its own log. */
async function findBeginning(logFile: string): Promise<number> {
  const lines = (await readFile(logFile, "utf8")).split("\n");
  for (const line of lines.filter((candidate) => candidate.startsWith("{"))) {
    const { time, msg } = logLine.parse(JSON.parse(line));
    if (msg === BEGINNING) return time;
  }
  return Number.NaN;
}
