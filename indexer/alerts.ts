import { type AlertDeskOptions, createAlertDesk } from "#backend/db/alertDesk.ts";
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

/** Alerts that say which vault they are about, and on which chain: one address may be a vault on several. */
export function createAlerts(options: Omit<AlertDeskOptions<AlertKind>, "source">): Alerts {
  const desk = createAlertDesk({ ...options, source: "indexer" });
  return {
    raise(kind, vault, subject, details = {}) {
      const { address, chainId } = vault;
      desk.raise(kind, vault, `${subject} on chain ${chainId}`, { vault: address, chainId, ...details });
    },
    settled: () => desk.settled(),
  };
}
