import type pg from "pg";
import { type NewAlert, saveAlert } from "./alertStore.ts";

type Details = Readonly<Record<string, unknown>>;

/** Where news goes that people must hear of; each process knows kinds of its own. */
export interface AlertDesk<Kind extends string> {
  /** `subject` names what it is about (a batch id, say): the same news about it is logged and told once a while. */
  raise(kind: Kind, house: Pick<NewAlert, "tenantId">, subject: string, details?: Details): void;
  /** Resolves once everything that was raised is written down. */
  settled(): Promise<void>;
}

/** As much of a log as the desk needs. */
interface DeskLog {
  error(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface AlertDeskOptions<Kind extends string> {
  /** Whose news it is, as it stands in the log: "settlement", say. */
  readonly source: string;
  readonly pool: pg.Pool;
  readonly log: DeskLog;
  readonly count: (kind: Kind) => void;
  readonly now: () => number;
}

const REPEAT_AFTER_MS = 60_000;
const MAX_REMEMBERED = 1_000;

/**
 * The one way of all alerts: a line in the log, a counter, and a row that the indexer's alert loop tells people of. The
 * counter counts what the log leaves out.
 */
export function createAlertDesk<Kind extends string>(options: AlertDeskOptions<Kind>): AlertDesk<Kind> {
  const { source, pool, log, count, now } = options;
  const lastRaisedAt = new Map<string, number>();
  const writing = new Set<Promise<void>>();

  function write(key: string, alert: NewAlert): void {
    const written = saveAlert(pool, alert)
      .catch((error) => {
        log.warn({ err: error, alert: alert.kind }, "could not write an alert down");
        // Raised again, it is tried again.
        lastRaisedAt.delete(key);
      })
      .finally(() => writing.delete(written));
    writing.add(written);
  }

  return {
    raise(kind, { tenantId }, subject, details = {}) {
      count(kind);
      const key = `${tenantId} ${kind} ${subject}`;
      if (now() - (lastRaisedAt.get(key) ?? Number.NEGATIVE_INFINITY) < REPEAT_AFTER_MS) return;
      if (lastRaisedAt.size >= MAX_REMEMBERED) lastRaisedAt.clear();
      lastRaisedAt.set(key, now());
      log.error(
        { alert: kind, subject, tenantId, ...details },
        `${source} alert: ${kind.replaceAll("_", " ")}`,
      );
      write(key, { tenantId, kind, subject, details });
    },
    async settled() {
      await Promise.all(writing);
    },
  };
}
