"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { CrashBetView, CrashRoundView } from "#domain/api/crash.ts";
import { Amount } from "@/components/Amount";
import { type Column, Table } from "@/components/Table";
import { betStanding } from "@/features/games/crash/betStanding";
import { hundredthsText } from "@/lib/format/hundredthsText";

type Props = {
  readonly bets: readonly CrashBetView[];
  /** The table's newest round. */
  readonly round: CrashRoundView | null;
  readonly decimals: number;
};

const SHOWN = 8;

/** The player's newest bets, each with where it got out. */
export function MyCrashBets({ bets, round, decimals }: Props) {
  const t = useTranslations("crash.bets");
  const columns = useColumns(round, decimals);
  return (
    <Table caption={t("mine")} columns={columns} rows={bets.slice(0, SHOWN)} rowKey={({ betId }) => betId} />
  );
}

function useColumns(round: CrashRoundView | null, decimals: number): readonly Column<CrashBetView>[] {
  const t = useTranslations("crash.bets");
  return [
    {
      id: "round",
      title: t("round"),
      cell: ({ roundId }) => (
        <Link
          href={`/crash/rounds/${roundId}`}
          prefetch={false}
          className="rounded-md font-medium hover:text-accent"
        >
          {t("open")}
        </Link>
      ),
    },
    {
      id: "stake",
      title: t("stake"),
      isNumeric: true,
      cell: ({ stake }) => <Amount minor={BigInt(stake)} decimals={decimals} isInColumn />,
    },
    {
      id: "auto",
      title: t("auto"),
      isNumeric: true,
      isWide: true,
      cell: ({ autoCashOutHundredths: auto }) => (auto === null ? t("byHand") : `${hundredthsText(auto)}×`),
    },
    {
      id: "out",
      title: t("out"),
      isNumeric: true,
      cell: (bet) => {
        const standing = betStanding(bet, round, 0);
        return standing.kind === "out"
          ? `${hundredthsText(standing.hundredths)}×`
          : t(`standing.${standing.kind}`);
      },
    },
    {
      id: "payout",
      title: t("payout"),
      isNumeric: true,
      isWide: true,
      cell: ({ payout }) =>
        payout === null ? "–" : <Amount minor={BigInt(payout)} decimals={decimals} isInColumn />,
    },
  ];
}
