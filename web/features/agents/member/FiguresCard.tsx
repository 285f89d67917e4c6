"use client";

import { useTranslations } from "next-intl";
import type { PlaceView } from "#domain/api/agents.ts";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { Facts } from "@/components/Facts";
import { Timestamp } from "@/components/Timestamp";
import { Money } from "@/features/agents/Money";

/** What a member has played, and what it has earned and can claim as an agent. */
export function FiguresCard({ place }: { readonly place: PlaceView }) {
  const t = useTranslations("agents.figures");
  const { id, joinedAt, directMembers, figures, claims } = place;
  return (
    <Card heading={t("title")}>
      <Facts
        facts={[
          { name: t("id"), value: <CopyText text={id} name={t("id")} /> },
          {
            name: t("joined"),
            value: joinedAt === null ? t("never") : <Timestamp at={joinedAt} />,
          },
          { name: t("directMembers"), value: directMembers.toLocaleString("en") },
          ...figures.flatMap(({ currency, bets, staked, paid, earned }) => [
            ...(bets === 0
              ? []
              : [
                  { name: t("bets", { currency }), value: bets.toLocaleString("en") },
                  { name: t("staked", { currency }), value: <Money currency={currency} minor={staked} /> },
                  { name: t("paid", { currency }), value: <Money currency={currency} minor={paid} /> },
                ]),
            ...(place.rates === null && earned === "0"
              ? []
              : [{ name: t("earned", { currency }), value: <Money currency={currency} minor={earned} /> }]),
          ]),
          ...claims.flatMap(({ currency, paidOut, claim }) => [
            { name: t("paidOut", { currency }), value: <Money currency={currency} minor={paidOut} /> },
            { name: t("claim", { currency }), value: <Money currency={currency} minor={claim} /> },
          ]),
        ]}
      />
      {figures.length === 0 && <p className="pt-3 text-sm text-ink-faint">{t("none")}</p>}
    </Card>
  );
}
