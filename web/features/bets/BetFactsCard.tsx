"use client";

import { useTranslations } from "next-intl";
import type { PublicBetView } from "#domain/api/casino.ts";
import { Amount } from "@/components/Amount";
import { Card } from "@/components/Card";
import { CopyButton } from "@/components/CopyButton";
import { CopyText } from "@/components/CopyText";
import { Facts } from "@/components/Facts";
import { Timestamp } from "@/components/Timestamp";
import { betFigures } from "@/lib/bets/betFigures";
import { useBetWords } from "@/lib/bets/useBetWords";
import { useHouse } from "@/lib/house/houseQuery";
import { useGameNames } from "@/lib/house/useGameNames";

const BPS_PER_PERCENT = 100;

export function BetFactsCard({ bet }: { readonly bet: PublicBetView }) {
  const t = useTranslations("bets.facts");
  const { house } = useHouse();
  const words = useBetWords();
  const nameOf = useGameNames();
  const decimals = house?.currencies.find(({ code }) => code === bet.currency)?.decimals ?? null;
  const { netMinor, multiplier } = betFigures(bet);
  const amount = (minor: string) => (
    <Amount minor={BigInt(minor)} decimals={decimals} currency={bet.currency} />
  );
  return (
    <Card heading={<span className="inline-block first-letter:uppercase">{bet.description}</span>}>
      <Facts
        facts={[
          { name: t("game"), value: nameOf(bet.game) },
          {
            name: t("params"),
            value: <Readable words={words.settings(bet)} json={bet.params} name={t("paramsJson")} />,
          },
          {
            name: t("result"),
            value: <Readable words={words.result(bet)} json={bet.outcome} name={t("outcomeJson")} />,
          },
          { name: t("stake"), value: amount(bet.stake) },
          { name: t("multiplier"), value: multiplier },
          { name: t("payout"), value: amount(bet.payout) },
          {
            name: t("net"),
            value: <Amount minor={netMinor} decimals={decimals} currency={bet.currency} isSigned />,
          },
          { name: t("edge"), value: `${(bet.edgeBps / BPS_PER_PERCENT).toFixed(2)} %` },
          ...(bet.startedAt === bet.createdAt
            ? [{ name: t("at"), value: <Timestamp at={bet.createdAt} /> }]
            : [
                { name: t("startedAt"), value: <Timestamp at={bet.startedAt} /> },
                { name: t("endedAt"), value: <Timestamp at={bet.createdAt} /> },
              ]),
          { name: t("id"), value: <CopyText text={bet.betId} name={t("id")} /> },
        ]}
      />
    </Card>
  );
}

type ReadableProps = { readonly words: string; readonly json: unknown; readonly name: string };

/** A value in words, with a button that copies it as the house keeps it. */
function Readable({ words, json, name }: ReadableProps) {
  return (
    <span className="inline-flex items-center gap-1">
      {words}
      <CopyButton text={JSON.stringify(json)} name={name} />
    </span>
  );
}
