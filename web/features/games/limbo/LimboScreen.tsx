"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { limbo } from "#domain/games/limbo/limbo.ts";
import { formatMajor } from "#domain/money/amount.ts";
import { GameScreen } from "@/features/games/GameScreen";
import { LinkedNumber } from "@/features/games/LinkedNumber";
import { CHANCE_DECIMALS, chanceOf, limboParams, targetWithChance } from "@/features/games/limbo/limboInputs";
import { useGameEdge } from "@/features/games/useGameEdge";
import { betFigures } from "@/lib/bets/betFigures";
import { drawnFigure } from "@/lib/bets/drawnFigure";
import { classNames } from "@/lib/classNames";
import { hundredthsText } from "@/lib/format/hundredthsText";

const FIRST_TARGET = 200;

export function LimboScreen() {
  const t = useTranslations("games");
  const [target, setTarget] = useState(FIRST_TARGET);
  const edgeBps = useGameEdge(limbo);
  const params = limboParams(target);
  const controls = (
    <div className="grid grid-cols-2 gap-2">
      <LinkedNumber
        label={t("limbo.target")}
        unit="×"
        decimals={2}
        value={hundredthsText(target)}
        onNumber={setTarget}
      />
      <LinkedNumber
        label={t("winChance")}
        unit="%"
        decimals={CHANCE_DECIMALS}
        value={params === null ? "" : formatMajor(BigInt(chanceOf(params, edgeBps)), CHANCE_DECIMALS)}
        onNumber={(chance) => setTarget(targetWithChance(chance, edgeBps))}
      />
    </div>
  );
  return (
    <GameScreen
      rules={limbo}
      params={params}
      controls={controls}
      canvas={(latest) => {
        const isWin = latest !== null && betFigures(latest).isWin;
        return (
          <div className="text-center">
            <p
              key={latest?.betId}
              className={classNames(
                "figures animate-rise text-6xl font-semibold tracking-tight sm:text-8xl",
                latest === null ? "text-control" : isWin ? "text-positive" : "text-ink",
              )}
            >
              {latest === null ? "1.00×" : drawnFigure(latest)}
            </p>
            <p className="figures mt-4 text-ink-soft">
              {t("limbo.reach", { target: `${hundredthsText(target)}×` })}
            </p>
          </div>
        );
      }}
    />
  );
}
