"use client";

import { useTranslations } from "next-intl";
import type { PlaceView } from "#domain/api/agents.ts";
import { Card } from "@/components/Card";
import { PathView } from "@/features/agents/member/PathView";
import { pathShares } from "@/features/agents/member/pathShares";
import { RatesEditor } from "@/features/agents/member/RatesEditor";

type Props = {
  readonly place: PlaceView;
  /** The members that the viewer knows on the way down to it. */
  readonly lineage: readonly PlaceView[];
  readonly isEditable: boolean;
};

/** What everybody on the heaviest path through a member is given, and what is left to the house. */
export function RatesCard({ place, lineage, isEditable }: Props) {
  const t = useTranslations("agents.rates");
  const { id, rates, tightestPath, smallestEdgeBps } = place;
  const addresses = new Map(lineage.map((member) => [member.id, member.walletAddress]));
  return (
    <Card heading={t("title")} className="min-w-0">
      <p className="pb-4 text-sm text-ink-soft">{t(isEditable ? "lead" : "leadReading")}</p>
      {isEditable && rates !== null ? (
        // New rates from the server make a new form.
        <RatesEditor
          key={`${rates.revenueShareBps}:${rates.turnoverBps}`}
          place={place}
          rates={rates}
          addresses={addresses}
        />
      ) : (
        <PathView
          path={pathShares(tightestPath.agents, smallestEdgeBps)}
          memberId={id}
          addresses={addresses}
          ceilingBps={tightestPath.ceilingBps}
          smallestEdgeBps={smallestEdgeBps}
        />
      )}
    </Card>
  );
}
