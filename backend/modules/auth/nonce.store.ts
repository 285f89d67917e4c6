import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { FairhouseError } from "#domain/errors.ts";

/** The nonce was never given out, was used already, or is too old. */
export class NonceRefused extends FairhouseError {
  readonly code = "NONCE_REFUSED";

  constructor() {
    super("The nonce is unknown, was used already or has expired: ask for a new one and sign again.");
  }
}

/** Expired nonces removed with each new one, which keeps the table as small as its traffic. */
const SWEEP_ROWS = 20;

/** Keeps a nonce until it is used or expires. */
export async function saveNonce(
  pool: pg.Pool,
  tenantId: number,
  { nonce, expiresAt }: { readonly nonce: string; readonly expiresAt: Date },
): Promise<void> {
  await inTenantTransaction(pool, tenantId, async (client) => {
    await client.query(
      `DELETE FROM auth_nonces WHERE tenant_id = $1 AND nonce IN (
         SELECT nonce FROM auth_nonces WHERE tenant_id = $1 AND expires_at < now()
         LIMIT $2)`,
      [tenantId, SWEEP_ROWS],
    );
    await client.query("INSERT INTO auth_nonces (tenant_id, nonce, expires_at) VALUES ($1, $2, $3)", [
      tenantId,
      nonce,
      expiresAt,
    ]);
  });
}

/** Uses the nonce up, whatever comes of the signature: of two who present it, one wins. @throws NonceRefused */
export async function consumeNonce(pool: pg.Pool, tenantId: number, nonce: string): Promise<void> {
  const isValid = await inTenantTransaction(pool, tenantId, async (client) => {
    const { rows } = await client.query<{ valid: boolean }>(
      "DELETE FROM auth_nonces WHERE tenant_id = $1 AND nonce = $2 RETURNING expires_at > now() AS valid",
      [tenantId, nonce],
    );
    return rows[0]?.valid === true;
  });
  if (!isValid) throw new NonceRefused();
}
