import type pg from "pg";
import { rest } from "./rest.ts";
import { keyOf, type TableKey } from "./table.ts";
import { Deposed, listTables, tryLock, unlock } from "./tables.store.ts";
import { serveTerm, type TableTermOptions } from "./tableTerm.ts";

/** How soon another process notices that a table has lost its leader. */
const LOOK_EVERY_MS = 400;
/** How often it looks for tables that are new. */
const LIST_EVERY_MS = 5_000;
/** After a failure, such as a database that is away. */
const REST_AFTER_FAULT_MS = 1_000;

export interface Leadership {
  /** The tables that this process leads. */
  led(): TableKey[];
  /** Gives up all tables, between two steps of their rounds, and resolves when others may take over. */
  stop(): Promise<void>;
}

/**
 * Leads every table that nobody else does. Who holds a table's advisory lock leads; it is let go with the connection that
 * holds it, so that the tables of a process that dies are free at once. A leader that has lost its connection and does
 * not know it yet is held off by the table's fence, which its successor has counted up.
 */
export function startLeadership(options: TableTermOptions): Leadership {
  const { pool, onFault } = options;
  const stopping = new AbortController();
  const leads = new Map<string, { readonly table: TableKey; readonly ended: Promise<void> }>();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await holdConnection();
      } catch (error) {
        if (!stopping.signal.aborted) onFault(error);
        await rest(REST_AFTER_FAULT_MS, stopping.signal);
      }
    }
  }

  /** Leads over one connection for as long as it lives. */
  async function holdConnection(): Promise<void> {
    const client = await pool.connect();
    const lost = new AbortController();
    const lose = () => lost.abort();
    client.once("error", lose);
    client.once("end", lose);
    const signal = AbortSignal.any([stopping.signal, lost.signal]);
    try {
      let tables: readonly TableKey[] = [];
      let listedAt = Number.NEGATIVE_INFINITY;
      while (!signal.aborted) {
        if (performance.now() - listedAt >= LIST_EVERY_MS) {
          tables = await listTables(pool);
          listedAt = performance.now();
        }
        for (const table of tables) await leadIfFree(client, table, signal);
        await rest(LOOK_EVERY_MS, signal);
      }
    } finally {
      lost.abort();
      await Promise.all([...leads.values()].map(({ ended }) => ended));
      client.off("error", lose);
      client.off("end", lose);
      // Whatever locks it still holds go with it.
      client.release(true);
    }
  }

  async function leadIfFree(client: pg.PoolClient, table: TableKey, signal: AbortSignal): Promise<void> {
    const key = keyOf(table);
    if (leads.has(key) || signal.aborted || !(await tryLock(client, table))) return;
    const ended = serveTerm(options, table, signal)
      .catch((error: unknown) => {
        if (!(error instanceof Deposed)) onFault(error);
        return rest(REST_AFTER_FAULT_MS, signal);
      })
      .then(() => unlock(client, table))
      .catch(() => undefined)
      .then(() => void leads.delete(key));
    leads.set(key, { table, ended });
  }

  const running = run();
  return {
    led: () => [...leads.values()].map(({ table }) => table),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
