"use client";

import { useTranslations } from "next-intl";
import type { ReconciliationReport } from "#domain/api/monitoring.ts";
import { Card } from "@/components/Card";
import { Notice } from "@/components/Notice";
import { Timestamp } from "@/components/Timestamp";

/** What the house does when the books and the chain differ, and whether it does so now. */
export function WhenDiffering({ payouts }: Pick<ReconciliationReport, "payouts">) {
  const t = useTranslations("books.differing");
  return (
    <Card heading={t("title")}>
      <ol className="list-decimal space-y-2 pl-5 text-sm text-ink-soft marker:text-ink-faint">
        {(["short", "surplus", "contradicting", "found"] as const).map((rule) => (
          <li key={rule}>{t(`rule.${rule}`)}</li>
        ))}
      </ol>
      <div className="mt-5">
        {payouts.areStopped ? (
          <Notice tone="negative">
            <p>{t(payouts.isByReconciliation ? "stoppedByCheck" : "stoppedByOperator")}</p>
            {payouts.reason !== null && <p className="text-ink-soft">{payouts.reason}</p>}
            {payouts.since !== null && (
              <p className="text-ink-soft">
                {t("since")} <Timestamp at={payouts.since} />
              </p>
            )}
          </Notice>
        ) : (
          <Notice tone="positive">{t("running")}</Notice>
        )}
      </div>
    </Card>
  );
}
