"use client";

import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import type { GovernanceReport } from "#domain/api/governance.ts";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { MoreButton } from "@/components/MoreButton";
import { Timestamp } from "@/components/Timestamp";
import { Changed } from "@/features/governance/Changed";
import { ChangeText } from "@/features/governance/ChangeText";
import { type ChangeGroup, groupChanges } from "@/features/governance/groupChanges";
import { useGovernanceChanges } from "@/lib/house/governanceChangesQuery";

/** Every change of who may do what, newest first, by the transactions that made them. */
export function ChangeList({ report }: { readonly report: GovernanceReport }) {
  const t = useTranslations("governance.changes");
  const changes = useGovernanceChanges();
  const items = changes.data?.pages.flatMap((page) => page.items);
  return (
    <Card heading={t("title")} isFlush>
      <Await query={{ data: items, error: changes.error, refetch: changes.refetch }} lines={8}>
        {(known) => (
          <>
            {known.length === 0 && <EmptyState icon={History} title={t("none")} />}
            <ol className="divide-y">
              {groupChanges(known).map((group) => (
                <Group key={`${group.changed.txHash}`} group={group} report={report} />
              ))}
            </ol>
            <MoreButton list={changes} />
          </>
        )}
      </Await>
    </Card>
  );
}

type GroupProps = { readonly group: ChangeGroup; readonly report: GovernanceReport };

function Group({ group: { changed, entries }, report }: GroupProps) {
  return (
    <li className="grid gap-x-10 gap-y-3 px-5 py-5 lg:grid-cols-[15rem_1fr]">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm lg:flex-col lg:items-start">
        <Timestamp at={changed.at} />
        <Changed at={changed} />
      </div>
      <ul className="min-w-0 space-y-2.5 text-sm">
        {entries.map((entry) => (
          <li key={entry.key} className="leading-relaxed [overflow-wrap:anywhere]">
            <ChangeText entry={entry} report={report} />
          </li>
        ))}
      </ul>
    </li>
  );
}
