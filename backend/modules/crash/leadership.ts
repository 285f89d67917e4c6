import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { type ChainKeeperOptions, keepChains } from "./chainKeeper.ts";
import { keyOf, type Lead, type TableKey } from "./table.ts";
import { leadTable, type TableLeaderOptions } from "./tableLeader.ts";
import { claimFence, Deposed, findTable, listTables, tryLock, unlock } from "./tables.store.ts";

/** How soon another process notices that a table has lost its leader. */
const LOOK_EVERY_MS = 400;
/** How often it looks for tables that are new. */
const LIST_EVERY_MS = 5_000;
/** After a failure, such as a database that is away. */
const REST_AFTER_FAULT_MS = 1_000;
/** How often a leader looks after the table's chains. */
const KEEP_EVERY_MS = 2_000;

export interface LeadershipOptions extends TableLeaderOptions, Omit<ChainKeeperOptions, "pool" | "cipher"> {
  readonly onFault: (error: unknown) => void;
}

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
export function startLeadership(options: LeadershipOptions): Leadership {
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
    const ended = lead(table, signal)
      .catch((error: unknown) => {
        if (!(error instanceof Deposed)) onFault(error);
        return rest(REST_AFTER_FAULT_MS, signal);
      })
      .then(() => unlock(client, table))
      .catch(() => undefined)
      .then(() => void leads.delete(key));
    leads.set(key, { table, ended });
  }

  async function lead(table: TableKey, signal: AbortSignal): Promise<void> {
    const fence = await claimFence(pool, table);
    if (fence === undefined) return;
    const own = { tenantId: table.tenantId, currency: table.currency, fence };
    const over = new AbortController();
    const both = AbortSignal.any([signal, over.signal]);
    const keeping = keep(own, both);
    try {
      await leadTable(options, own, both);
    } finally {
      over.abort();
      await keeping;
    }
  }

  /** Beside the rounds, which wait for nothing but their chain. */
  async function keep(lead: Lead, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const settings = await findTable(pool, lead);
        if (settings !== undefined) await keepChains(options, { lead, settings });
      } catch (error) {
        if (error instanceof Deposed) return;
        if (!signal.aborted) onFault(error);
      }
      await rest(KEEP_EVERY_MS, signal);
    }
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

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
