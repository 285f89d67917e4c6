"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { MoreButton } from "@/components/MoreButton";
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
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <Card heading={t("title")} isFlush>
      <p className="max-w-3xl px-5 pb-4 text-sm text-ink-soft">{t("lead")}</p>
      {isAllowed ? (
        <Await query={{ data: items, error: list.error, refetch: list.refetch }}>
          {(changes) =>
            changes.length === 0 ? (
              <EmptyState icon={History} title={t("none")} />
            ) : (
              <>
                <ul className="divide-y border-t">
                  {changes.map((change) => (
                    <ChangeRow key={change.id} change={change} />
                  ))}
                </ul>
                <MoreButton list={list} />
              </>
            )
          }
        </Await>
      ) : (
        <EmptyState icon={History} title={t("notForYou")} />
      )}
    </Card>
  );
}
