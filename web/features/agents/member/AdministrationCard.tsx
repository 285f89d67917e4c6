"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { PlaceView } from "#domain/api/agents.ts";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { CeilingForm } from "@/features/agents/member/CeilingForm";

const MoveDialog = dynamic(() => import("@/features/agents/member/MoveDialog").then((m) => m.MoveDialog));

/** What only administrators do with a member. */
export function AdministrationCard({ place }: { readonly place: PlaceView }) {
  const t = useTranslations("agents.administration");
  const [isMoving, setIsMoving] = useState(false);
  return (
    <Card heading={t("title")}>
      <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-2">
        {(place.rates !== null || place.ceilingBps !== null) && (
          <CeilingForm
            key={place.ceilingBps}
            title={t("ceiling")}
            lead={t("ceilingLead")}
            path={`/agents/${place.id}/ceiling`}
            ceilingBps={place.ceilingBps}
            effectiveCeilingBps={place.effectiveCeilingBps}
          />
        )}
        <div className="space-y-3">
          <h3 className="text-sm font-medium">{t("place")}</h3>
          <p className="text-sm text-ink-soft">{t("placeLead")}</p>
          <Button onClick={() => setIsMoving(true)}>{t("move")}</Button>
        </div>
      </div>
      {isMoving && <MoveDialog place={place} onClose={() => setIsMoving(false)} />}
    </Card>
  );
}
