import type pg from "pg";
import type { Logger } from "pino";
import { saveAlert } from "#backend/db/alertStore.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** What an operator must hear about; each is a label of the metric `fairhouse_indexer_alerts_total`. */
export type AlertKind =
  /** The books and the vault, or the books and the events, say different things. */
  | "books_disagree"
  /** Nothing is recorded for a vault until a person has looked into it. */
  | "vault_halted"
  /** Nodes contradict what is recorded, or each other. */
  | "confirmation_differs";

export interface Alerts {
  /** `subject` names what it is about: the same news about it is logged and told once a while. */
  raise(
    kind: AlertKind,
    vault: HouseVault,
    subject: string,
    details?: Readonly<Record<string, unknown>>,
  ): void;
  /** Resolves once everything that was raised is written down. */
  settled(): Promise<void>;
}

const REPEAT_AFTER_MS = 60_000;
const MAX_REMEMBERED = 1_000;

export interface AlertsOptions {
  readonly pool: pg.Pool;
  readonly log: Logger;
  readonly count: (kind: AlertKind) => void;
  readonly now: () => number;
}

/** Alerts as log lines, as a counter, and as rows that `runAlertLoop` tells people of. */
export function createAlerts({ pool, log, count, now }: AlertsOptions): Alerts {
  const lastRaisedAt = new Map<string, number>();
  const writing = new Set<Promise<void>>();

  function write(kind: AlertKind, { tenantId }: HouseVault, subject: string, details: object): void {
    const written = saveAlert(pool, { tenantId, kind, subject, details: { ...details } })
      .catch((error) => log.warn({ err: error, alert: kind }, "could not write an alert down"))
      .finally(() => writing.delete(written));
    writing.add(written);
  }

  return {
    raise(kind, vault, subject, details = {}) {
      count(kind);
      const key = `${vault.id} ${kind} ${subject}`;
      if (now() - (lastRaisedAt.get(key) ?? Number.NEGATIVE_INFINITY) < REPEAT_AFTER_MS) return;
      if (lastRaisedAt.size >= MAX_REMEMBERED) lastRaisedAt.clear();
      lastRaisedAt.set(key, now());
      const facts = { vault: vault.address, tenantId: vault.tenantId };
      log.error(
        { alert: kind, subject, ...facts, ...details },
        `indexer alert: ${kind.replaceAll("_", " ")}`,
      );
      write(kind, vault, subject, { vault: vault.address, chainId: vault.chainId, ...details });
    },
    async settled() {
      await Promise.all(writing);
    },
  };
}
