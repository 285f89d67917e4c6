import type pg from "pg";
import { systemEntropy } from "#backend/adapters/entropy.ts";
import { type GamesInForce, readGamesInForce } from "#backend/modules/casino/gamesInForce.ts";
import { createSeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { createSeedHasher, type SeedHasher } from "#domain/fairness/seedHasher.ts";
import type { ServerOrder } from "../protocol.ts";

/** What a peer keeps of a player; all peers are given it in memory, so that none pays for loading it. */
export interface PeerPlayer {
  readonly accountId: bigint;
  readonly seedId: bigint;
  readonly clientSeed: string;
  readonly hasher: SeedHasher;
  balanceMinor: bigint;
  nonce: number;
}

export interface PeerHouse {
  readonly games: GamesInForce;
  readonly players: ReadonlyMap<string, PeerPlayer>;
  readonly shardIds: readonly bigint[];
  readonly bankrollMinor: bigint;
}

interface PlayerRow {
  readonly user_id: string;
  readonly account_id: bigint;
  readonly balance: bigint;
  readonly seed_id: bigint;
  readonly client_seed: string;
  readonly nonce: number;
  readonly commitment: string;
  readonly server_seed_encrypted: Buffer;
}

export async function loadPeerHouse(pool: pg.Pool, { tenantId, seedKey }: ServerOrder): Promise<PeerHouse> {
  const cipher = createSeedCipher(Buffer.from(seedKey, "base64"), systemEntropy);
  const { rows } = await pool.query<PlayerRow>(
    `SELECT seeds.user_id, accounts.id AS account_id, accounts.balance, seeds.id AS seed_id, client_seed, nonce,
       commitment, server_seed_encrypted
     FROM seeds JOIN accounts ON accounts.owner_id = seeds.user_id AND accounts.kind = 'player_cash'
     WHERE seeds.tenant_id = $1 AND seeds.status = 'active'`,
    [tenantId],
  );
  const shards = await pool.query<{ id: bigint; balance: bigint }>(
    "SELECT id, balance FROM accounts WHERE tenant_id = $1 AND kind = 'house_bankroll' ORDER BY shard",
    [tenantId],
  );
  return {
    games: await readGamesInForce(pool, tenantId),
    players: new Map(
      rows.map((row) => {
        const { commitment, server_seed_encrypted: sealed, nonce } = row;
        const hasher = createSeedHasher(cipher.open({ tenantId, commitment }, sealed));
        const ids = { accountId: row.account_id, seedId: row.seed_id, clientSeed: row.client_seed };
        return [row.user_id, { ...ids, hasher, nonce, balanceMinor: row.balance }];
      }),
    ),
    shardIds: shards.rows.map(({ id }) => id),
    bankrollMinor: shards.rows.reduce((sum, { balance }) => sum + balance, 0n),
  };
}
