import type pg from "pg";
import { ensureAccounts, lockAccounts } from "#backend/db/accountStore.ts";
import { ensureUser } from "./users.store.ts";

interface Player {
  readonly tenantId: number;
  readonly userId: string;
}

export interface ProvisionDeps {
  readonly hasSeeds: (client: pg.ClientBase, player: Player) => Promise<boolean>;
  readonly createSeeds: (client: pg.ClientBase, player: Player) => Promise<void>;
}

/** Makes sure that the wallet's user exists, with everything that playing needs; answers the user's id. */
export type ProvisionPlayer = (
  client: pg.ClientBase,
  tenantId: number,
  walletAddress: string,
) => Promise<string>;

/**
 * The user may be new, or known to the indexer only, because coins came before the first sign-in; two
 * sign-ins may run at once. Whoever finds seeds missing looks again while holding the cash accounts.
 */
export function createProvisionPlayer({ hasSeeds, createSeeds }: ProvisionDeps): ProvisionPlayer {
  return async (client, tenantId, walletAddress) => {
    const userId = await ensureUser(client, tenantId, walletAddress);
    const player = { tenantId, userId };
    const cashAccounts = await ensureCashAccounts(client, player);
    if (await hasSeeds(client, player)) return userId;
    await lockAccounts(client, tenantId, cashAccounts);
    if (!(await hasSeeds(client, player))) await createSeeds(client, player);
    return userId;
  };
}

async function ensureCashAccounts(client: pg.ClientBase, { tenantId, userId }: Player): Promise<bigint[]> {
  const { rows } = await client.query<{ code: string }>(
    "SELECT code FROM currencies WHERE tenant_id = $1 ORDER BY code",
    [tenantId],
  );
  const names = rows.map(({ code }) => ({ kind: "player_cash" as const, currency: code, ownerId: userId }));
  return ensureAccounts(client, tenantId, names);
}
