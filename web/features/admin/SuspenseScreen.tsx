"use client";

import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type SuspenseItem, suspensePage } from "#domain/api/suspense.ts";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { PagedList } from "@/components/PagedList";
import { Segmented } from "@/components/Segmented";
import { SuspenseRow } from "@/features/admin/SuspenseRow";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { staffKeys } from "@/lib/staff/staffKeys";

const SHOWN = 25;
const REFRESH_MS = 30_000;
const STATES = ["open", "resolved", "reversed"] as const;

function suspenseQuery(api: Api, state: SuspenseItem["state"]) {
  return infiniteQueryOptions({
    queryKey: [...staffKeys.suspense, state],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ state, limit: SHOWN.toString() });
      if (pageParam !== "") query.set("cursor", pageParam);
      return api.request({ path: `/monitoring/suspense?${query}`, schema: suspensePage, signal });
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** Money that the chain has moved and that is no account's. */
export function SuspenseScreen() {
  const t = useTranslations("admin.suspense");
  const { api } = useApp();
  const [state, setState] = useState<SuspenseItem["state"]>("open");
  const list = useInfiniteQuery(suspenseQuery(api, state));
  return (
    <Card
      heading={t("title")}
      isFlush
      aside={
        <Segmented
          label={t("which")}
          value={state}
          onChange={setState}
          options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        />
      }
    >
      <p className="max-w-3xl px-5 pb-4 text-sm text-ink-soft">{t("lead")}</p>
      <PagedList list={list} empty={<EmptyState icon={CircleCheck} title={t(`none.${state}`)} />}>
        {(found) => (
          <ul className="divide-y border-t">
            {found.map((item) => (
              <SuspenseRow key={item.id} item={item} />
            ))}
          </ul>
        )}
      </PagedList>
    </Card>
  );
}
