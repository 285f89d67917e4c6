import type pg from "pg";
import { FairhouseError } from "#domain/errors.ts";

/** News that a person must hear of. */
export interface NewAlert {
  readonly tenantId: number;
  /** What kind of news; in lower case, with underscores. */
  readonly kind: string;
  /** What it is about, such as a vault or a batch: the same news about it is one row. */
  readonly subject: string;
  /** What JSON can say, and nothing secret. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** News that stands is told again after so long. */
const TELL_AGAIN_AFTER = "1 hour";

/** After so many tries in vain, news is given up until it is raised an hour later. */
const MAX_TRIES = 12;

/** Writes an alert down, for whoever tells people; the same news counts, and is not told each time. */
export async function saveAlert(client: pg.ClientBase | pg.Pool, alert: NewAlert): Promise<void> {
  await client.query(
    `INSERT INTO alerts AS standing (tenant_id, kind, subject, details) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant_id, kind, subject) DO UPDATE
     SET times = standing.times + 1, last_raised_at = now(), details = excluded.details,
       (episode, attempts, due_at, told_at) = (
         SELECT standing.episode + again::integer,
           CASE WHEN again THEN 0 ELSE standing.attempts END,
           CASE WHEN again THEN now() ELSE standing.due_at END,
           CASE WHEN again THEN NULL ELSE standing.told_at END
         FROM (SELECT coalesce(
           coalesce(standing.told_at, CASE WHEN standing.attempts >= ${MAX_TRIES} THEN standing.due_at END)
             < now() - interval '${TELL_AGAIN_AFTER}', false) AS again) AS old)`,
    [alert.tenantId, alert.kind, alert.subject, toJson(alert.details)],
  );
}

/** An alert on its way to people. */
export interface DueAlert extends NewAlert {
  readonly id: string;
  /** With the id it names the message, so that one which arrives twice can be told. */
  readonly episode: number;
  readonly times: bigint;
  readonly firstRaisedAt: Date;
  readonly lastRaisedAt: Date;
}

interface AlertRow {
  readonly id: string;
  readonly tenant_id: number;
  readonly kind: string;
  readonly subject: string;
  readonly details: Record<string, unknown>;
  readonly episode: number;
  readonly times: bigint;
  readonly first_raised_at: Date;
  readonly last_raised_at: Date;
}

/** Alerts told at once. */
const MAX_CLAIMED = 20;
/** Nobody wants to hear of it any more. */
const STALE_AFTER = "1 day";

/** Takes alerts that are due to be told: the next try comes later each time, whatever becomes of this one. */
export async function claimAlerts(pool: pg.Pool): Promise<DueAlert[]> {
  const { rows } = await pool.query<AlertRow>(
    `UPDATE alerts SET attempts = attempts + 1,
       due_at = now() + least(interval '10 seconds' * power(2, attempts), interval '15 minutes')
     WHERE id = ANY(ARRAY(
       SELECT id FROM alerts
       WHERE told_at IS NULL AND due_at <= now() AND attempts < ${MAX_TRIES}
         AND last_raised_at > now() - interval '${STALE_AFTER}'
       ORDER BY due_at LIMIT ${MAX_CLAIMED} FOR UPDATE SKIP LOCKED))
     RETURNING id, tenant_id, kind, subject, details, episode, times, first_raised_at, last_raised_at`,
  );
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    kind: row.kind,
    subject: row.subject,
    details: row.details,
    episode: row.episode,
    times: row.times,
    firstRaisedAt: row.first_raised_at,
    lastRaisedAt: row.last_raised_at,
  }));
}

/** Somebody was told. */
export async function markTold(pool: pg.Pool, { id, episode }: DueAlert): Promise<void> {
  await pool.query("UPDATE alerts SET told_at = now() WHERE id = $1 AND episode = $2", [id, episode]);
}

function toJson(details: NewAlert["details"]): string {
  return JSON.stringify(details, (_, value: unknown) => tellable(value));
}

/**
 * JSON knows no bigint: amounts and block numbers are decimal text. Of an error people are told the name, and the message
 * only where it is one of ours: others may repeat an address with its password. The log has the whole of it.
 */
function tellable(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof FairhouseError) return { name: value.name, code: value.code, message: value.message };
  return value instanceof Error ? { name: value.name } : value;
}
