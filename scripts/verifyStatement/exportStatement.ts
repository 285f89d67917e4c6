import { randomUUID } from "node:crypto";
import { systemClock } from "#backend/adapters/clock.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { createStatements } from "#backend/modules/agents/statement.service.ts";
import type { StatementFile, StatementFilter } from "#domain/api/commissions.ts";
import { findHouse } from "#scripts/staff/grantRole.ts";
import { withHouseDatabase } from "#scripts/start/houseDatabase.ts";

export interface WantedStatement extends Pick<StatementFilter, "from" | "to" | "type" | "currency"> {
  readonly agent: string;
  readonly tenant: string;
  readonly player?: string | undefined;
}

/** A statement from the books as of one moment, while the house goes on; its totals are summed by the database. @throws NoDatabase, UnknownHouse, NotFound */
export async function exportStatement({
  agent,
  tenant,
  player,
  ...filter
}: WantedStatement): Promise<StatementFile> {
  return withHouseDatabase({ role: "owner", maxConnections: 1 }, async (pool) => {
    const tenantId = await inTransaction(pool, (client) => findHouse(client, tenant));
    // Whoever owns the database may see every statement, without being anybody in the house.
    const viewer = { tenantId, userId: randomUUID(), role: "auditor" } as const;
    const statements = createStatements({ pool, clock: systemClock });
    return statements.file(viewer, { ...filter, agentId: agent, playerId: player });
  });
}
