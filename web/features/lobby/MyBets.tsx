"use client";

import { Ticket } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { BetView } from "#domain/api/casino.ts";
import { Amount } from "@/components/Amount";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { EntranceButton } from "@/components/EntranceButton";
import { type Column, Table } from "@/components/Table";
import { Timestamp } from "@/components/Timestamp";
import { betFigures } from "@/lib/bets/betFigures";
import { useMyBets } from "@/lib/bets/myBetsQuery";
import { shortened } from "@/lib/format/shortened";
import { useCurrency } from "@/lib/house/houseQuery";
import { useGameNames } from "@/lib/house/useGameNames";
import { useSession } from "@/lib/session/useSession";

const SHOWN = 10;

export function MyBets() {
  const t = useTranslations("lobby.bets");
  const { status } = useSession();
  const bets = useMyBets();
  const columns = useColumns();
  return (
    <Card heading={t("title")} isFlush>
      {status === "signedOut" ? (
        <EmptyState
          icon={Ticket}
          title={t("signedOut")}
          text={t("signedOutHint")}
          action={<EntranceButton to="play" size="md" className="" />}
        />
      ) : (
        <Await query={bets}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={Ticket} title={t("empty")} text={t("emptyHint")} />
            ) : (
              <Table
                caption={t("title")}
                columns={columns}
                rows={items.slice(0, SHOWN)}
                rowKey={({ betId }) => betId}
              />
            )
          }
        </Await>
      )}
    </Card>
  );
}

function useColumns(): readonly Column<BetView>[] {
  const t = useTranslations("lobby.bets");
  const decimals = useCurrency()?.decimals ?? null;
  const nameOf = useGameNames();
  return [
    {
      id: "bet",
      title: t("bet"),
      cell: ({ betId, game }) => (
        <Link href={`/bets/${betId}`} className="rounded-md font-medium hover:text-accent">
          {nameOf(game)}{" "}
          <span className="font-mono text-xs text-ink-faint max-sm:hidden">{shortened(betId)}</span>
        </Link>
      ),
    },
    { id: "at", title: t("at"), isWide: true, cell: ({ createdAt }) => <Timestamp at={createdAt} /> },
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
      id: "net",
      title: t("net"),
      isNumeric: true,
      cell: (bet) => <Amount minor={betFigures(bet).netMinor} decimals={decimals} isInColumn isSigned />,
    },
  ];
}
