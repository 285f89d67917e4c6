"use client";

import { ArrowLeftRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type DiceParams, dice } from "#domain/games/dice/dice.ts";
import { formatFractionDown } from "#domain/money/fraction.ts";
import { Button } from "@/components/Button";
import { DiceTrack } from "@/features/games/dice/DiceTrack";
import {
  chanceHundredths,
  clampTarget,
  flipped,
  withChance,
  withMultiplier,
} from "@/features/games/dice/diceInputs";
import { GameScreen } from "@/features/games/GameScreen";
import { LinkedNumber } from "@/features/games/LinkedNumber";
import { useGameEdge } from "@/features/games/useGameEdge";
import { hundredthsText } from "@/lib/format/hundredthsText";

const FIRST: DiceParams = { targetHundredths: 5_000, direction: "over" };
const MULTIPLIER_DECIMALS = 4;

export function DiceScreen() {
  const t = useTranslations("games");
  const [params, setParams] = useState<DiceParams>(FIRST);
  const edgeBps = useGameEdge(dice);
  const { direction } = params;
  const controls = (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
        <LinkedNumber
          label={t(`dice.${direction}`)}
          unit=""
          decimals={2}
          value={hundredthsText(params.targetHundredths)}
          onNumber={(target) => setParams(clampTarget(target, direction))}
        />
        <Button className="h-11" onClick={() => setParams(flipped(params))}>
          <ArrowLeftRight aria-hidden className="size-4" />
          {t(direction === "over" ? "dice.toUnder" : "dice.toOver")}
        </Button>
      </div>
      <div className="grid grid-cols-2 gap-2">
        <LinkedNumber
          label={t("multiplier")}
          unit="×"
          decimals={MULTIPLIER_DECIMALS}
          value={formatFractionDown(dice.maxMultiplier(params, edgeBps), MULTIPLIER_DECIMALS)}
          onNumber={(multiplier) => setParams(withMultiplier(multiplier, direction, edgeBps))}
        />
        <LinkedNumber
          label={t("winChance")}
          unit="%"
          decimals={2}
          value={hundredthsText(chanceHundredths(params))}
          onNumber={(chance) => setParams(withChance(chance, direction))}
        />
      </div>
    </>
  );
  return (
    <GameScreen
      rules={dice}
      params={params}
      controls={controls}
      canvas={(latest) => (
        <DiceTrack
          params={params}
          latest={latest}
          onTarget={(target) => setParams(clampTarget(target, direction))}
        />
      )}
    />
  );
}
