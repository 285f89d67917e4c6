import type pg from "pg";
import type { Logger } from "pino";
import { claimAlerts, type DueAlert, markTold } from "#backend/db/alertStore.ts";
import type { AlertWebhook } from "#indexer/source/alertWebhook.ts";
import { sleep } from "#indexer/source/backoff.ts";

const INTERVAL_MS = 2_000;

export interface AlertLoop {
  readonly pool: pg.Pool;
  readonly webhook: AlertWebhook;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Tells people of alerts until told to stop; one that nobody took is told again, later each time. */
export async function runAlertLoop(loop: AlertLoop): Promise<void> {
  while (!loop.signal.aborted) {
    await tellDue(loop).catch((error) => loop.log.warn({ err: error }, "could not look for alerts"));
    await sleep(INTERVAL_MS, loop.signal);
  }
}

async function tellDue(loop: AlertLoop): Promise<void> {
  const due = await claimAlerts(loop.pool);
  await Promise.all(due.map((alert) => tell(loop, alert)));
}

async function tell({ pool, webhook, log }: AlertLoop, alert: DueAlert): Promise<void> {
  try {
    await webhook.post(alert);
    await markTold(pool, alert);
  } catch (error) {
    log.warn({ err: error, alert: alert.kind, id: alert.id }, "could not tell of an alert: trying again");
  }
}
