import { type ChainKeeperOptions, keepChains } from "./chainKeeper.ts";
import { rest } from "./rest.ts";
import type { Lead, TableKey } from "./table.ts";
import { leadTable, type TableLeaderOptions } from "./tableLeader.ts";
import { claimFence, Deposed, findTable } from "./tables.store.ts";

/** How often a leader looks after the table's chains. */
const KEEP_EVERY_MS = 2_000;

export interface TableTermOptions extends TableLeaderOptions, Omit<ChainKeeperOptions, "pool" | "cipher"> {
  readonly onFault: (error: unknown) => void;
}

/**
 * A process's time as the leader of one table: drives its rounds and keeps its chains, until the signal says stop or the
 * rounds cannot go on.
 *
 * @throws Deposed when another process leads by now; and what the database throws
 */
export async function serveTerm(
  options: TableTermOptions,
  table: TableKey,
  signal: AbortSignal,
): Promise<void> {
  const fence = await claimFence(options.pool, table);
  if (fence === undefined) return;
  const lead = { tenantId: table.tenantId, currency: table.currency, fence };
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  const keeping = keep(options, lead, both);
  try {
    await leadTable(options, lead, both);
  } finally {
    over.abort();
    await keeping;
  }
}

/** Beside the rounds, which wait for nothing but their chain. */
async function keep(options: TableTermOptions, lead: Lead, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const settings = await findTable(options.pool, lead);
      if (settings !== undefined) await keepChains(options, { lead, settings });
    } catch (error) {
      if (error instanceof Deposed) return;
      if (!signal.aborted) options.onFault(error);
    }
    await rest(KEEP_EVERY_MS, signal);
  }
}
