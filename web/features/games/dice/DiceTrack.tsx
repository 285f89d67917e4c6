"use client";

import { useTranslations } from "next-intl";
import type { BetView } from "#domain/api/casino.ts";
import type { DiceParams } from "#domain/games/dice/dice.ts";
import { SCALE_END, targetRange } from "@/features/games/dice/diceInputs";
import { betFigures } from "@/lib/bets/betFigures";
import { rollOf } from "@/lib/bets/drawnFigure";
import { classNames } from "@/lib/classNames";
import { hundredthsText } from "@/lib/format/hundredthsText";

type Props = {
  readonly params: DiceParams;
  readonly latest: BetView | null;
  readonly onTarget: (targetHundredths: number) => void;
};

const TICKS = [0, 25, 50, 75, 100];

/** The scale from 0 to 100: which part wins, the target to drag, and where the roll landed. */
export function DiceTrack({ params: { targetHundredths, direction }, latest, onTarget }: Props) {
  const t = useTranslations("games.dice");
  const roll = latest === null ? null : rollOf(latest);
  const isWin = latest !== null && betFigures(latest).isWin;
  const { min, max } = targetRange(direction);
  const targetPercent = targetHundredths / 100;
  return (
    <div className="mx-auto w-full max-w-2xl">
      <p
        className={classNames(
          "figures text-center text-6xl font-semibold tracking-tight transition-colors sm:text-8xl",
          roll === null ? "text-control" : isWin ? "text-positive" : "text-ink",
        )}
      >
        {roll === null ? "00.00" : hundredthsText(roll)}
      </p>
      <div className="relative mt-10 sm:mt-14">
        <div
          aria-hidden
          className="absolute inset-x-0 top-1/2 h-3 -translate-y-1/2 overflow-hidden rounded-full bg-border"
        >
          <div
            className="absolute inset-y-0 bg-accent"
            style={
              direction === "over"
                ? { left: `${targetPercent}%`, right: 0 }
                : { left: 0, width: `${targetPercent}%` }
            }
          />
        </div>
        {roll !== null && (
          <div
            aria-hidden
            className="absolute top-1/2 z-10 -translate-x-1/2 -translate-y-1/2 transition-[left] duration-300 ease-out motion-reduce:transition-none"
            style={{ left: `${roll / 100}%` }}
          >
            <span
              className={classNames(
                "block size-7 rotate-45 rounded-md border-4 border-surface",
                isWin ? "bg-positive" : "bg-negative",
              )}
            />
          </div>
        )}
        <input
          type="range"
          aria-label={t("target")}
          aria-valuetext={t("valueText", { direction, target: hundredthsText(targetHundredths) })}
          min={0}
          max={SCALE_END}
          value={targetHundredths}
          onChange={(event) => onTarget(Math.min(max, Math.max(min, event.target.valueAsNumber)))}
          className="slider relative block h-11 w-full"
        />
      </div>
      <div aria-hidden className="figures mt-1 flex justify-between text-xs text-ink-faint">
        {TICKS.map((tick) => (
          <span key={tick} className="w-8 text-center first:text-left last:text-right">
            {tick}
          </span>
        ))}
      </div>
    </div>
  );
}
