"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/EmptyState";
import { PagedList } from "@/components/PagedList";
import { memberSearchQuery } from "@/features/agents/agentQueries";
import { LevelBadge } from "@/features/agents/LevelBadge";
import { useApp } from "@/lib/app/AppContext";

type Props = {
  readonly below: string | null;
  /** What the wallet's address begins with. */
  readonly address: string;
};

/** Members at any distance below whose address begins so. */
export function FoundMembers({ below, address }: Props) {
  const t = useTranslations("agents.downline");
  const list = useInfiniteQuery(memberSearchQuery(useApp().api, { below, address }));
  return (
    <PagedList
      list={list}
      lines={3}
      empty={<EmptyState icon={SearchX} title={t("search.none")} text={t("search.noneHint")} />}
    >
      {(members) => (
        <ul className="divide-y border-t text-sm">
          {members.map(({ id, level, walletAddress }) => (
            <li key={id} className="flex min-w-0 items-center gap-3 px-5 py-3">
              <LevelBadge level={level} />
              <Link
                href={`/agents/members/${id}`}
                className="min-w-0 rounded-md font-mono text-[0.8125rem] break-all hover:text-accent"
              >
                {walletAddress}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  );
}
