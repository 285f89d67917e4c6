"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { PagedList } from "@/components/PagedList";
import { changesQuery } from "@/features/agents/agentQueries";
import { ChangeRow } from "@/features/agents/changes/ChangeRow";
import { isOverseer } from "@/features/agents/standing";
import { useApp } from "@/lib/app/AppContext";
import { useSession } from "@/lib/session/useSession";

/** Every change of place, rates or ceiling: who made it, when, and how it was before. */
export function ChangesScreen() {
  const t = useTranslations("agents.changes");
  const { user } = useSession();
  const isAllowed = user !== null && isOverseer(user.role);
  const list = useInfiniteQuery({ ...changesQuery(useApp().api), enabled: isAllowed });
  return (
    <Card heading={t("title")} isFlush>
      <p className="max-w-3xl px-5 pb-4 text-sm text-ink-soft">{t("lead")}</p>
      {isAllowed ? (
        <PagedList list={list} empty={<EmptyState icon={History} title={t("none")} />}>
          {(changes) => (
            <ul className="divide-y border-t">
              {changes.map((change) => (
                <ChangeRow key={change.id} change={change} />
              ))}
            </ul>
          )}
        </PagedList>
      ) : (
        <EmptyState icon={History} title={t("notForYou")} />
      )}
    </Card>
  );
}
