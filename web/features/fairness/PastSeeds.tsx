"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type RevealedSeedView, revealedSeedPage } from "#domain/api/fairness.ts";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { EmptyState } from "@/components/EmptyState";
import { type Column, Table } from "@/components/Table";
import { Timestamp } from "@/components/Timestamp";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { useSession } from "@/lib/session/useSession";

const SHOWN = 50;

function pastSeedsQuery(api: Api) {
  return queryOptions({
    queryKey: accountKeys.pastSeeds,
    queryFn: ({ signal }) =>
      api.request({ path: `/fairness/seeds/past?limit=${SHOWN}`, schema: revealedSeedPage, signal }),
  });
}

/** Pairs that were rotated: their server seeds are open, and their bets can be verified. */
export function PastSeeds() {
  const t = useTranslations("fairness.past");
  const { api } = useApp();
  const { isSignedIn } = useSession();
  const seeds = useQuery({ ...pastSeedsQuery(api), enabled: isSignedIn });
  if (!isSignedIn) return null;

  const columns: readonly Column<RevealedSeedView>[] = [
    {
      id: "serverSeed",
      title: t("serverSeed"),
      cell: ({ serverSeed }) => <CopyText text={serverSeed} name={t("serverSeed")} />,
    },
    {
      id: "commitment",
      title: t("commitment"),
      isWide: true,
      cell: ({ commitment }) => <CopyText text={commitment} name={t("commitment")} />,
    },
    {
      id: "clientSeed",
      title: t("clientSeed"),
      isWide: true,
      cell: ({ clientSeed }) => <CopyText text={clientSeed} name={t("clientSeed")} />,
    },
    { id: "bets", title: t("bets"), isNumeric: true, cell: ({ betCount }) => betCount },
    { id: "at", title: t("at"), isWide: true, cell: ({ revealedAt }) => <Timestamp at={revealedAt} /> },
    {
      id: "verify",
      title: t("verify"),
      cell: ({ serverSeed, clientSeed }) => (
        <Link
          href={`/fairness?${new URLSearchParams({ serverSeed, clientSeed, nonce: "0" })}#verifier`}
          className="rounded-md font-medium text-accent hover:text-accent-strong"
        >
          {t("verify")}
        </Link>
      ),
    },
  ];
  return (
    <Card heading={t("title")} isFlush>
      <Await query={seeds}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={History} title={t("empty")} text={t("emptyHint")} />
          ) : (
            <Table caption={t("title")} columns={columns} rows={items} rowKey={({ seedId }) => seedId} />
          )
        }
      </Await>
    </Card>
  );
}
