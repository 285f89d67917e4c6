import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";

/** One use of an Idempotency-Key. */
export interface KeyUse {
  readonly tenantId: number;
  readonly userId: string;
  readonly key: string;
  readonly route: string;
  readonly bodyHash: Buffer;
}

export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

/** What stands under a key. `claimed`: nothing did, or what did was abandoned; it is the caller's now. */
export type Claim =
  | { readonly kind: "claimed" }
  | { readonly kind: "in_progress"; readonly retryAfterMs: number }
  | { readonly kind: "other_request" }
  | { readonly kind: "answered"; readonly answer: StoredAnswer };

interface KeyRow {
  readonly route: string;
  readonly body_hash: Buffer;
  readonly response_status: number | null;
  readonly response_body: string | null;
  readonly left_ms: number;
}

/** Takes a key, or tells what stands under it. A claim lapses after the lease: its process has died. */
export async function claimKey(pool: pg.Pool, use: KeyUse, leaseMs: number): Promise<Claim> {
  const { tenantId, userId, key, route, bodyHash } = use;
  return inTenantTransaction(pool, tenantId, async (client): Promise<Claim> => {
    const claimed = await client.query(
      `INSERT INTO idempotency_keys AS held (tenant_id, user_id, key, route, body_hash, locked_until)
       VALUES ($1, $2, $3, $4, $5, clock_timestamp() + $6 * interval '1 ms')
       ON CONFLICT (tenant_id, user_id, key) DO UPDATE SET locked_until = EXCLUDED.locked_until
         WHERE held.response_status IS NULL AND held.locked_until < clock_timestamp()
           AND held.route = EXCLUDED.route AND held.body_hash = EXCLUDED.body_hash
       RETURNING 1`,
      [tenantId, userId, key, route, bodyHash, leaseMs],
    );
    if (claimed.rows.length > 0) return { kind: "claimed" };
    const { rows } = await client.query<KeyRow>(
      `SELECT route, body_hash, response_status, response_body,
              greatest(0, extract(epoch FROM locked_until - clock_timestamp()) * 1000)::integer AS left_ms
       FROM idempotency_keys WHERE tenant_id = $1 AND user_id = $2 AND key = $3`,
      [tenantId, userId, key],
    );
    return readClaim(rows[0], use);
  });
}

/** Stores the answer; whoever comes with the key again gets it. */
export async function storeAnswer(pool: pg.Pool, use: KeyUse, { status, body }: StoredAnswer): Promise<void> {
  await inTenantTransaction(pool, use.tenantId, (client) =>
    client.query(
      `UPDATE idempotency_keys SET response_status = $4, response_body = $5
       WHERE tenant_id = $1 AND user_id = $2 AND key = $3 AND response_status IS NULL`,
      [use.tenantId, use.userId, use.key, status, body],
    ),
  );
}

/** Gives the key back unanswered, so that the caller may try again at once. */
export async function releaseKey(pool: pg.Pool, use: KeyUse): Promise<void> {
  await inTenantTransaction(pool, use.tenantId, (client) =>
    client.query(
      `UPDATE idempotency_keys SET locked_until = '-infinity'
       WHERE tenant_id = $1 AND user_id = $2 AND key = $3 AND response_status IS NULL`,
      [use.tenantId, use.userId, use.key],
    ),
  );
}

function readClaim(row: KeyRow | undefined, { route, bodyHash }: KeyUse): Claim {
  // Swept between the two statements: as good as in progress, the next attempt claims it.
  if (row === undefined) return { kind: "in_progress", retryAfterMs: 0 };
  if (row.route !== route || !row.body_hash.equals(bodyHash)) return { kind: "other_request" };
  if (row.response_status === null || row.response_body === null) {
    return { kind: "in_progress", retryAfterMs: row.left_ms };
  }
  return { kind: "answered", answer: { status: row.response_status, body: row.response_body } };
}
