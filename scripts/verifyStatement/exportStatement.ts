import { randomUUID } from "node:crypto";
import { systemClock } from "#backend/adapters/clock.ts";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { createStatements } from "#backend/modules/agents/statement.service.ts";
import type { StatementFile, StatementFilter } from "#domain/api/commissions.ts";
import { invariant } from "#domain/errors.ts";
import { findHouse } from "#scripts/staff/grantRole.ts";
import { findDatabaseUrl } from "#scripts/start/houseDatabase.ts";

export interface WantedStatement extends Pick<StatementFilter, "from" | "to" | "type" | "currency"> {
  readonly agent: string;
  readonly tenant: string;
  readonly player?: string | undefined;
}

/** A statement from the books, its totals summed by the database. @throws NoDatabase, UnknownHouse, NotFound */
export async function exportStatement({
  agent,
  tenant,
  player,
  ...filter
}: WantedStatement): Promise<StatementFile> {
  const pool = createPool({ url: await findDatabaseUrl(), role: "owner", maxConnections: 1 });
  try {
    const tenantId = await inTransaction(pool, (client) => findHouse(client, tenant));
    // Whoever owns the database may see every statement, without being anybody in the house.
    const viewer = { tenantId, userId: randomUUID(), role: "auditor" } as const;
    const statements = createStatements({ pool, clock: systemClock });
    const wanted = { ...filter, agentId: agent, playerId: player };
    const { head, lines } = await statements.whole(viewer, wanted);
    const { totals } = await statements.page(viewer, { ...head, limit: 1 });
    invariant(totals !== null, "a statement's first page has its totals");
    const read: StatementFile["lines"] = [];
    for await (const line of lines) read.push(line);
    return { format: "fairhouse-statement", version: 1, statement: head, lines: read, totals };
  } finally {
    await pool.end();
  }
}
