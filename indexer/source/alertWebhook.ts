import { createHmac } from "node:crypto";
import type { DueAlert } from "#backend/db/alertStore.ts";
import { FairhouseError } from "#domain/errors.ts";

/** Where alerts are posted to, and the secret that whoever receives them checks signatures with. */
export interface AlertWebhookOptions {
  readonly url: string;
  readonly secret: string;
  readonly now: () => number;
}

export interface AlertWebhook {
  /** @throws AlertUndelivered */
  post(alert: DueAlert): Promise<void>;
}

/** The receiver did not take an alert. Says nothing of the address, which may carry a secret. */
export class AlertUndelivered extends FairhouseError {
  readonly code = "ALERT_UNDELIVERED";
}

const TIMEOUT_MS = 10_000;

/**
 * Posts alerts as JSON. `fairhouse-message` names the message: one that arrives twice has the same. In
 * `fairhouse-signature: t=<unix seconds>,v1=<hex>`, v1 is the HMAC-SHA256 of `<t>.<body>` under the shared secret.
 */
export function createAlertWebhook({ url, secret, now }: AlertWebhookOptions): AlertWebhook {
  return {
    async post(alert) {
      const body = JSON.stringify(messageOf(alert));
      const seconds = Math.floor(now() / 1_000);
      const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "fairhouse-message": `${alert.id}.${alert.episode}`,
          "fairhouse-signature": `t=${seconds},v1=${signature}`,
        },
        body,
        // A receiver that moved is set anew: signed messages follow nobody's directions.
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch((error: unknown) => {
        throw new AlertUndelivered(
          `The receiver of alerts did not answer (${nameOf(error)}): look at ALERT_WEBHOOK_URL.`,
        );
      });
      await response.body?.cancel();
      if (!response.ok) {
        throw new AlertUndelivered(
          `The receiver of alerts answered ${response.status}: look at ALERT_WEBHOOK_URL.`,
        );
      }
    },
  };
}

function messageOf(alert: DueAlert) {
  const { id, kind, subject, tenantId, details, episode, times, firstRaisedAt, lastRaisedAt } = alert;
  return { id, episode, kind, subject, tenantId, details, times: String(times), firstRaisedAt, lastRaisedAt };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
