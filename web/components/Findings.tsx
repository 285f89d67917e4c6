"use client";

import { useTranslations } from "next-intl";
import type { EventPlace, ReconciliationView } from "#domain/api/monitoring.ts";
import { BlockLink } from "@/components/BlockLink";
import { TransactionLink } from "@/components/TransactionLink";

type Props = { readonly findings: ReconciliationView["findings"] };

/** What a comparison found, one by one, with the event where it begins. */
export function Findings({ findings }: Props) {
  const t = useTranslations("books.findings");
  return (
    <section className="rounded-control bg-negative-soft p-4">
      <h3 className="text-sm font-medium">{t("title")}</h3>
      <ul className="mt-2 space-y-3 text-sm">
        {findings.map(({ check, detail, event }) => (
          <li key={`${check}:${detail}`} className="[overflow-wrap:anywhere]">
            <p className="font-medium text-negative">{nameOf(check)}</p>
            <p className="text-ink-soft">{detail}</p>
            {event !== null && <Place event={event} />}
          </li>
        ))}
      </ul>
    </section>
  );

  function nameOf(check: string): string {
    switch (check) {
      case "vault_balance":
      case "event_postings":
      case "first_difference":
      case "payout_batches":
      case "unlisted_token":
        return t(`check.${check}`);
      default:
        return check;
    }
  }
}

function Place({ event: { name, blockNumber, logIndex, txHash } }: { readonly event: EventPlace }) {
  const t = useTranslations("books.findings");
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
      {name !== null && <span className="font-mono text-[0.8125rem]">{name}</span>}
      <span className="inline-flex items-center gap-1.5">
        <span className="text-ink-faint">{t("block")}</span>
        <BlockLink number={blockNumber} />
      </span>
      {txHash !== null && <TransactionLink hash={txHash} />}
      {logIndex !== null && (
        <span className="figures">
          <span className="text-ink-faint">{t("log")}</span> {logIndex}
        </span>
      )}
    </p>
  );
}
