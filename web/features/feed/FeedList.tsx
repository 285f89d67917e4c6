"use client";

import { Radio } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/Amount";
import { EmptyState } from "@/components/EmptyState";
import { Skeleton } from "@/components/Skeleton";
import { type Column, Table } from "@/components/Table";
import { type FeedName, type ShownBet, useFeed } from "@/features/feed/useFeed";
import { useApp } from "@/lib/app/AppContext";
import { betFigures } from "@/lib/bets/betFigures";
import { useCurrency } from "@/lib/house/houseQuery";
import { useGameNames } from "@/lib/house/useGameNames";
import type { LiveStatus } from "@/lib/live/liveConnection";
import { useSession } from "@/lib/session/useSession";
import { useStore } from "@/lib/store";

type Props = { readonly name: FeedName; readonly isPaused: boolean };

export function FeedList({ name, isPaused }: Props) {
  const { status } = useSession();
  // Whoever is not signed in has no bets: the house would refuse the question.
  return name === "mine" && status !== "signedIn" ? <SignedOut /> : <Bets name={name} isPaused={isPaused} />;
}

function SignedOut() {
  const t = useTranslations("feed");
  return <EmptyState icon={Radio} title={t("signedOut")} />;
}

function Bets({ name, isPaused }: Props) {
  const t = useTranslations("feed");
  const bets = useFeed(name, isPaused);
  const status = useStore<LiveStatus>(useApp().live.status, "off");
  const columns = useColumns(name);
  if (bets === null && status === "lost") return <EmptyState icon={Radio} title={t("lost")} />;
  if (bets === null) return <Skeleton className="h-96" />;
  if (bets.length === 0) return <EmptyState icon={Radio} title={t(`empty.${name}`)} text={t("emptyHint")} />;
  return (
    // It changes by itself all the time: nobody wants each change to be read out.
    <div aria-live="off" className="-mx-5 -mb-5 min-h-96">
      <Table caption={t(`tabs.${name}`)} columns={columns} rows={bets} rowKey={({ betId }) => betId} />
    </div>
  );
}

function useColumns(name: FeedName): readonly Column<ShownBet>[] {
  const t = useTranslations("feed");
  const decimals = useCurrency()?.decimals ?? null;
  const nameOf = useGameNames();
  const player: Column<ShownBet> = {
    id: "player",
    title: t("player"),
    isWide: true,
    cell: (bet) => <span className="font-mono text-ink-soft">{bet.player}</span>,
  };
  return [
    {
      id: "game",
      title: t("game"),
      cell: ({ betId, game }) => (
        <Link href={`/bets/${betId}`} className="rounded-md font-medium hover:text-accent">
          {nameOf(game)}
        </Link>
      ),
    },
    ...(name === "mine" ? [] : [player]),
    {
      id: "stake",
      title: t("stake"),
      isNumeric: true,
      isWide: true,
      cell: ({ stake }) => <Amount minor={BigInt(stake)} decimals={decimals} isInColumn />,
    },
    {
      id: "multiplier",
      title: t("multiplier"),
      isNumeric: true,
      cell: (bet) => betFigures(bet).multiplier,
    },
    {
      id: "payout",
      title: t("payout"),
      isNumeric: true,
      cell: (bet) => <Payout bet={bet} decimals={decimals} />,
    },
  ];
}

function Payout({ bet, decimals }: { readonly bet: ShownBet; readonly decimals: number | null }) {
  return (
    <span className={betFigures(bet).isWin ? "text-positive" : undefined}>
      <Amount minor={BigInt(bet.payout)} decimals={decimals} isInColumn />
    </span>
  );
}
