"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ReceiptText } from "lucide-react";
import { useTranslations } from "next-intl";
import type { StatementFilter } from "#domain/api/commissions.ts";
import { AwaitScreen } from "@/components/AwaitScreen";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { MoreButton } from "@/components/MoreButton";
import { Timestamp } from "@/components/Timestamp";
import { DownlineSums } from "@/features/agents/statement/DownlineSums";
import { DownloadButtons } from "@/features/agents/statement/DownloadButtons";
import { LineHeading, StatementLine } from "@/features/agents/statement/StatementLine";
import { StatementTotals } from "@/features/agents/statement/StatementTotals";
import { statementQuery } from "@/features/agents/statement/statementQuery";
import { VerifyCard } from "@/features/agents/statement/VerifyCard";
import { useApp } from "@/lib/app/AppContext";

/** Totals and lines of one statement, with its file and how to check it. */
export function StatementResult({ filter }: { readonly filter: StatementFilter }) {
  const t = useTranslations("agents.statement");
  const { agentId, from, to, currency } = filter;
  const wanted = { agentId, from, to, currency };
  const list = useInfiniteQuery(statementQuery(useApp().api, filter));
  return (
    <AwaitScreen query={{ data: list.data?.pages, error: list.error, refetch: list.refetch }}>
      {([first, ...others]) => {
        if (first === undefined) return null;
        const { statement, totals } = first;
        const lines = [first, ...others].flatMap((page) => page.lines);
        return (
          <div className="space-y-4">
            <Card
              heading={t("totals")}
              isFlush
              className="min-w-0"
              aside={<DownloadButtons head={statement} />}
            >
              <p className="px-5 pb-3 text-sm text-ink-soft">
                {t.rich("between", {
                  from: () => <Timestamp at={statement.from} />,
                  to: () => <Timestamp at={statement.to} />,
                })}
              </p>
              {totals === null || totals.length === 0 ? (
                <EmptyState icon={ReceiptText} title={t("none")} text={t("noneHint")} />
              ) : (
                <StatementTotals totals={totals} />
              )}
            </Card>
            <DownlineSums wanted={wanted} />
            {lines.length > 0 && (
              <Card heading={t("linesTitle")} isFlush className="min-w-0">
                <p className="px-5 pb-3 text-sm text-ink-soft">{t("linesLead")}</p>
                <LineHeading />
                <ul className="divide-y border-t">
                  {lines.map((line) => (
                    <StatementLine key={line.id} line={line} />
                  ))}
                </ul>
                <MoreButton list={list} />
              </Card>
            )}
            <VerifyCard head={statement} />
          </div>
        );
      }}
    </AwaitScreen>
  );
}
