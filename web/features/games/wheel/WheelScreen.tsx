"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { WHEEL_SIZES } from "#domain/games/wheel/segments.ts";
import { type WheelParams, wheel } from "#domain/games/wheel/wheel.ts";
import { Segmented } from "@/components/Segmented";
import { GameScreen } from "@/features/games/GameScreen";
import { RiskChoice } from "@/features/games/RiskChoice";
import { TURN_MS, WheelDial } from "@/features/games/wheel/WheelDial";

const FIRST: WheelParams = { segments: 20, risk: "medium" };

export function WheelScreen() {
  const t = useTranslations("games.wheel");
  const [params, setParams] = useState(FIRST);
  const controls = (
    <>
      <RiskChoice value={params.risk} onChange={(risk) => setParams({ ...params, risk })} />
      <div className="space-y-1.5">
        <p aria-hidden className="text-sm text-ink-soft">
          {t("segments")}
        </p>
        <Segmented
          label={t("segments")}
          value={String(params.segments)}
          onChange={(text) =>
            setParams({
              ...params,
              segments: WHEEL_SIZES.find((size) => String(size) === text) ?? params.segments,
            })
          }
          options={WHEEL_SIZES.map((size) => ({ value: String(size), label: size }))}
        />
      </div>
    </>
  );
  return (
    <GameScreen
      rules={wheel}
      params={params}
      controls={controls}
      movesForMs={TURN_MS}
      canvas={(latest) => <WheelDial params={params} latest={latest} />}
    />
  );
}
