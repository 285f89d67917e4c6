"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { PagedList } from "@/components/PagedList";
import { payChangesQuery } from "@/features/admin/games/gameQueries";
import { PayChangeRow } from "@/features/admin/games/PayChangeRow";
import { useApp } from "@/lib/app/AppContext";

/** Every change of how games and crash tables pay: who made it, when, and how it was before. */
export function PayChangesCard() {
  const t = useTranslations("admin.games.changes");
  const list = useInfiniteQuery(payChangesQuery(useApp().api));
  return (
    <Card heading={t("title")} isFlush>
      <PagedList list={list} empty={<EmptyState icon={History} title={t("none")} />}>
        {(changes) => (
          <ul className="divide-y border-t">
            {changes.map((change) => (
              <PayChangeRow key={`${change.kind} ${change.subject} ${change.createdAt}`} change={change} />
            ))}
          </ul>
        )}
      </PagedList>
    </Card>
  );
}
