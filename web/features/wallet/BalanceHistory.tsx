"use client";

import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Download, ScrollText } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { formatMajor } from "#domain/money/amount.ts";
import { Amount } from "@/components/Amount";
import { Await } from "@/components/Await";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { type Column, Table } from "@/components/Table";
import { Timestamp } from "@/components/Timestamp";
import { csvText } from "@/features/wallet/csv";
import { type HistoryLine, historyQuery, wholeHistory } from "@/features/wallet/historyQuery";
import { useApp } from "@/lib/app/AppContext";
import { useCurrency } from "@/lib/house/houseQuery";
import { notify } from "@/lib/ui/notify";
import { saveFile } from "@/lib/ui/saveFile";

/** Explains the balance: every line that changed it, with what it did. */
export function BalanceHistory() {
  const t = useTranslations("wallet.history");
  const { api } = useApp();
  const decimals = useCurrency()?.decimals ?? null;
  const history = useInfiniteQuery(historyQuery(api));
  const save = useMutation({
    mutationFn: async (inDecimals: number) =>
      saveFile({
        name: "fairhouse-history.csv",
        text: historyCsv(await wholeHistory(api), inDecimals),
        type: "text/csv",
      }),
    onError: (error) => notify("error", error.message),
  });
  const items = history.data?.pages.flatMap((page) => page.items);

  return (
    <Card
      heading={t("title")}
      isFlush
      aside={
        <Button
          size="sm"
          isBusy={save.isPending}
          disabled={!items?.length || decimals === null}
          onClick={() => decimals !== null && save.mutate(decimals)}
        >
          <Download aria-hidden className="size-4" />
          {t("export")}
        </Button>
      }
    >
      <p className="px-5 pb-3 text-sm text-ink-soft">{t("lead")}</p>
      <Await query={{ data: items, error: history.error, refetch: history.refetch }}>
        {(lines) =>
          lines.length === 0 ? (
            <EmptyState icon={ScrollText} title={t("empty")} text={t("emptyHint")} />
          ) : (
            <>
              <Table
                caption={t("title")}
                columns={columnsOf(t, decimals)}
                rows={lines}
                rowKey={({ kind, id, balanceEffect }) => `${kind}:${id}:${balanceEffect}`}
              />
              {history.hasNextPage && (
                <div className="border-t p-3 text-center">
                  <Button
                    variant="ghost"
                    isBusy={history.isFetchingNextPage}
                    onClick={() => void history.fetchNextPage()}
                  >
                    {t("more")}
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Await>
    </Card>
  );
}

function columnsOf(
  t: ReturnType<typeof useTranslations<"wallet.history">>,
  decimals: number | null,
): readonly Column<HistoryLine>[] {
  return [
    {
      id: "kind",
      title: t("what"),
      cell: ({ kind, createdAt }) => (
        <>
          <Badge>{t(`kind.${kind}`)}</Badge>
          <span className="mt-1 block text-xs md:hidden">
            <Timestamp at={createdAt} />
          </span>
        </>
      ),
    },
    { id: "at", title: t("at"), isWide: true, cell: ({ createdAt }) => <Timestamp at={createdAt} /> },
    {
      id: "summary",
      title: t("summary"),
      isWide: true,
      cell: ({ kind, id, summary }) =>
        kind === "bet" ? (
          <Link href={`/bets/${id}`} className="rounded-md whitespace-normal hover:text-accent">
            {summary}
          </Link>
        ) : (
          <span className="whitespace-normal">{summary}</span>
        ),
    },
    {
      id: "effect",
      title: t("effect"),
      isNumeric: true,
      cell: ({ balanceEffect }) => (
        <Amount minor={BigInt(balanceEffect)} decimals={decimals} isInColumn isSigned />
      ),
    },
  ];
}

function historyCsv(lines: readonly HistoryLine[], decimals: number): string {
  const head = ["time", "kind", "id", "currency", "effect", "summary"];
  const rows = lines.map(({ createdAt, kind, id, currency, balanceEffect, summary }) => [
    createdAt,
    kind,
    id,
    currency,
    formatMajor(BigInt(balanceEffect), decimals),
    summary,
  ]);
  return csvText([head, ...rows]);
}
