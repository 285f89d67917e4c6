"use client";

import { useTranslations } from "next-intl";
import type { PlaceView } from "#domain/api/agents.ts";
import { Card } from "@/components/Card";
import { Facts } from "@/components/Facts";
import { Timestamp } from "@/components/Timestamp";
import { LevelBadge } from "@/features/agents/LevelBadge";
import { percentText } from "@/lib/format/percent";

/** Where one stands oneself, and at which rates. */
export function PlaceCard({ place }: { readonly place: PlaceView }) {
  const t = useTranslations("agents.place");
  const { level, parentId, joinedAt, rates, pathSumBps, effectiveCeilingBps, smallestEdgeBps } = place;
  return (
    <Card heading={t("title")} aside={<LevelBadge level={level} />}>
      <Facts
        facts={[
          { name: t("above"), value: parentId === null ? t("house") : t("member") },
          ...(joinedAt === null ? [] : [{ name: t("joined"), value: <Timestamp at={joinedAt} /> }]),
          ...(rates === null
            ? []
            : [
                {
                  name: t("revenueShare"),
                  value: t("ofEdge", { percent: percentText(rates.revenueShareBps) }),
                },
                { name: t("turnover"), value: t("ofStake", { percent: percentText(rates.turnoverBps) }) },
              ]),
          { name: t("pathSum"), value: t("ofEdge", { percent: percentText(pathSumBps) }) },
          { name: t("ceiling"), value: t("ofEdge", { percent: percentText(effectiveCeilingBps) }) },
          { name: t("smallestEdge"), value: percentText(smallestEdgeBps) },
        ]}
      />
    </Card>
  );
}
