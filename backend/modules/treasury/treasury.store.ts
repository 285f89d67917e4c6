import type pg from "pg";
import type { TenantDatabase } from "#backend/db/client.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import type { TreasurySummary } from "#domain/api/monitoring.ts";
import type { GasTankView } from "#domain/api/treasury.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";

/** What the house holds and to whom it belongs, by currency; the last three add up to the first. */
export async function readBooks(db: TenantDatabase): Promise<TreasurySummary["items"]> {
  const sums = await db.account.groupBy({
    by: ["currency", "kind"],
    _sum: { balance: true },
    orderBy: [{ currency: "asc" }, { kind: "asc" }],
  });
  return [...Map.groupBy(sums, ({ currency }) => currency)].map(([currency, kinds]) => {
    const sumOf = (belongs: (kind: string) => boolean) =>
      kinds.reduce((sum, { kind, _sum }) => (belongs(kind) ? sum + (_sum.balance ?? 0n) : sum), 0n);
    return {
      currency,
      vaultBalance: (-sumOf((kind) => kind === "custody")).toString(),
      owedToPlayers: sumOf(isOwedToPlayers).toString(),
      bankroll: sumOf(isBankroll).toString(),
      other: sumOf((kind) => kind !== "custody" && !isOwedToPlayers(kind) && !isBankroll(kind)).toString(),
    };
  });
}

function isOwedToPlayers(kind: string): boolean {
  return kind.startsWith("player_") || kind === "withdrawal_pending" || kind === "payout_credit";
}

function isBankroll(kind: string): boolean {
  return kind === "house_bankroll" || kind === "bankroll_confirming";
}

export interface TreasuryToken {
  readonly currency: string;
  readonly token: EvmAddress;
}

/** The house's newest vault on the chain with the tokens it may hold; null before there is one. */
export async function findTreasury(
  pool: pg.Pool,
  tenantId: number,
  chainId: number,
): Promise<{ vault: EvmAddress; tokens: readonly TreasuryToken[] } | null> {
  return inTenantTransaction(pool, tenantId, async (client) => {
    const vaults = await client.query<{ address: EvmAddress }>(
      "SELECT address FROM vaults WHERE tenant_id = $1 AND chain_id = $2 ORDER BY id DESC LIMIT 1",
      [tenantId, chainId],
    );
    const [vault] = vaults.rows;
    if (vault === undefined) return null;
    const { rows: tokens } = await client.query<TreasuryToken>(
      "SELECT code AS currency, token FROM currencies WHERE tenant_id = $1 ORDER BY code",
      [tenantId],
    );
    return { vault: vault.address, tokens };
  });
}

/** Whose coins paid for gas last, by purpose. */
export async function findGasTanks(
  pool: pg.Pool,
  tenantId: number,
  chainId: number,
): Promise<readonly { address: EvmAddress; pays: GasTankView["pays"] }[]> {
  const { rows } = await inTenantTransaction(pool, tenantId, (client) =>
    client.query<{ address: EvmAddress; pays: GasTankView["pays"] }>(
      `SELECT DISTINCT ON (pays) sender AS address, pays
       FROM (SELECT id, sender, CASE WHEN batch_id IS NULL THEN 'checkpoints' ELSE 'payouts' END AS pays
             FROM chain_transactions WHERE tenant_id = $1 AND chain_id = $2) AS spent
       ORDER BY pays DESC, id DESC`,
      [tenantId, chainId],
    ),
  );
  return rows;
}
