"use client";

import { useTranslations } from "next-intl";
import type { PublicBetView } from "#domain/api/casino.ts";
import { Amount } from "@/components/Amount";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { Facts } from "@/components/Facts";
import { Timestamp } from "@/components/Timestamp";
import { betFigures } from "@/lib/bets/betFigures";
import { useHouse } from "@/lib/house/houseQuery";

const BPS_PER_PERCENT = 100;

export function BetFactsCard({ bet }: { readonly bet: PublicBetView }) {
  const t = useTranslations("bets.facts");
  const { house } = useHouse();
  const decimals = house?.currencies.find(({ code }) => code === bet.currency)?.decimals ?? 0;
  const { netMinor, multiplier } = betFigures(bet);
  const amount = (minor: string) => (
    <Amount minor={BigInt(minor)} decimals={decimals} currency={bet.currency} />
  );
  return (
    <Card heading={bet.description}>
      <Facts
        facts={[
          { name: t("game"), value: house?.games.find(({ id }) => id === bet.game)?.name ?? bet.game },
          {
            name: t("params"),
            value: <code className="font-mono text-xs break-all">{JSON.stringify(bet.params)}</code>,
          },
          {
            name: t("outcome"),
            value: <code className="font-mono text-xs break-all">{JSON.stringify(bet.outcome)}</code>,
          },
          { name: t("stake"), value: amount(bet.stake) },
          { name: t("multiplier"), value: multiplier },
          { name: t("payout"), value: amount(bet.payout) },
          {
            name: t("net"),
            value: <Amount minor={netMinor} decimals={decimals} currency={bet.currency} isSigned />,
          },
          { name: t("edge"), value: `${(bet.edgeBps / BPS_PER_PERCENT).toFixed(2)} %` },
          { name: t("at"), value: <Timestamp at={bet.createdAt} /> },
          { name: t("id"), value: <CopyText text={bet.betId} name={t("id")} /> },
        ]}
      />
    </Card>
  );
}
