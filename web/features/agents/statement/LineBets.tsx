"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { StatementLineView } from "#domain/api/commissions.ts";
import { type Column, Table } from "@/components/Table";
import { Timestamp } from "@/components/Timestamp";
import { Money } from "@/features/agents/Money";
import { RatesText } from "@/features/agents/RatesText";
import { percentText } from "@/lib/format/percent";
import { shortened } from "@/lib/format/shortened";
import { useGameNames } from "@/lib/house/useGameNames";

type Bet = StatementLineView["bets"][number];

/** The bets of a line, each with all that its part follows from. */
export function LineBets({ line: { id, currency, bets } }: { readonly line: StatementLineView }) {
  const t = useTranslations("agents.statement");
  const nameOf = useGameNames();
  const money = (minor: string) => <Money currency={currency} minor={minor} isBare isInColumn />;
  const columns: readonly Column<Bet>[] = [
    {
      id: "bet",
      title: t("bet"),
      cell: ({ betId }) => <IdLink id={betId} href={`/bets/${betId}`} />,
    },
    {
      id: "player",
      title: t("player"),
      cell: ({ playerId }) => <IdLink id={playerId} href={`/agents/members/${playerId}`} />,
    },
    {
      id: "game",
      title: t("game"),
      cell: ({ game }) => nameOf(game),
    },
    {
      id: "settled",
      title: t("settled"),
      isWide: true,
      cell: ({ settledAt }) => <Timestamp at={settledAt} />,
    },
    { id: "stake", title: t("stake"), isNumeric: true, cell: ({ stake }) => money(stake) },
    { id: "edge", title: t("edge"), isNumeric: true, cell: ({ edgeBps }) => percentText(edgeBps) },
    { id: "rates", title: t("rates"), cell: (bet) => <RatesText rates={bet} /> },
    {
      id: "revenueShare",
      title: t("revenueShare"),
      isNumeric: true,
      cell: ({ revenueShare }) => money(revenueShare),
    },
    { id: "turnover", title: t("turnover"), isNumeric: true, cell: ({ turnover }) => money(turnover) },
  ];
  return (
    <div className="border-t bg-sunken">
      <Table
        caption={t("betsOf", { line: shortened(id) })}
        columns={columns}
        rows={bets}
        rowKey={({ betId }) => betId}
      />
    </div>
  );
}

function IdLink({ id, href }: { readonly id: string; readonly href: string }) {
  return (
    <Link href={href} title={id} className="rounded-md font-mono text-[0.8125rem] hover:text-accent">
      {shortened(id)}
    </Link>
  );
}
