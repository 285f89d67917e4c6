"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { BetView } from "#domain/api/casino.ts";
import type { WheelParams } from "#domain/games/wheel/wheel.ts";
import { prizeText } from "@/features/games/prizeLook";
import { prizesOf, restingDegrees, segmentPath, segmentsOf, stopOn } from "@/features/games/wheel/dial";
import { classNames } from "@/lib/classNames";

const OUTER = 96;
const INNER = 66;
const TURNS_PER_BET = 2;

/** How long the dial turns: what its classes say. */
export const TURN_MS = 1_000;

type Props = { readonly params: WheelParams; readonly latest: BetView | null };

/** A ring of segments under a pointer; it turns for every bet and rests at what was drawn. */
export function WheelDial({ params, latest }: Props) {
  const t = useTranslations("games.wheel");
  const segments = segmentsOf(params);
  const prizes = prizesOf(segments);
  const stop = stopOn(params, latest);
  const turns = useTurns(latest?.betId);
  const degrees = stop === null ? 0 : restingDegrees(stop, segments.length) - turns * 360;
  const won = stop === null ? null : (segments[stop] ?? 0);
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col items-center gap-6">
      <div className="relative w-full max-w-[min(22rem,75vw)]">
        <svg aria-hidden viewBox="-100 -104 200 204" className="block w-full">
          <g
            className={classNames(
              stop !== null && "transition-transform duration-1000 ease-out motion-reduce:transition-none",
            )}
            style={{ transform: `rotate(${degrees}deg)` }}
          >
            {segments.map((multiplier, index) => (
              <path
                // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place.
                key={index}
                d={segmentPath({ index, segments: segments.length, inner: INNER, outer: OUTER })}
                className={classNames("stroke-surface", segmentFill(multiplier, prizes))}
                strokeWidth={segments.length > 30 ? 1.5 : 2.5}
              />
            ))}
          </g>
          <path
            d="M-8 -103H8L0 -84Z"
            className="fill-ink stroke-surface"
            strokeWidth="3"
            strokeLinejoin="round"
          />
        </svg>
        <p
          key={latest?.betId}
          className={classNames(
            "figures absolute inset-0 flex items-center justify-center text-4xl font-semibold tracking-tight sm:text-5xl",
            "animate-rise [animation-delay:900ms] [animation-fill-mode:backwards]",
            won === null ? "text-control" : won > 100 ? "text-positive" : "text-ink",
          )}
        >
          {won === null ? "–" : `${prizeText(won)}×`}
        </p>
      </div>
      <ul aria-label={t("prizes")} className="figures flex flex-wrap justify-center gap-2 text-sm">
        {prizes.map(([multiplier, count]) => (
          <li key={multiplier} className="flex items-center gap-2 rounded-md bg-raised px-3 py-1.5">
            <svg aria-hidden viewBox="0 0 10 10" className="size-2.5">
              <circle cx="5" cy="5" r="5" className={segmentFill(multiplier, prizes)} />
            </svg>
            {prizeText(multiplier)}×
            <span className="text-ink-faint">{t("count", { count, all: segments.length })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How often the wheel has turned in all: every new bet turns it on, never back. */
function useTurns(betId: string | undefined): number {
  const [turned, setTurned] = useState({ betId, turns: 0 });
  if (turned.betId === betId) return turned.turns;
  const next = { betId, turns: turned.turns + TURNS_PER_BET };
  setTurned(next);
  return next.turns;
}

const FILLS = ["fill-accent/35", "fill-accent/55", "fill-accent/75", "fill-accent"] as const;

/** Segments that lose stand back; of the others, the more one pays, the stronger it is. */
function segmentFill(multiplier: number, prizes: readonly (readonly [number, number])[]): string {
  if (multiplier === 0) return "fill-border";
  const winning = prizes.map(([known]) => known).filter((known) => known > 0);
  const place = winning.indexOf(multiplier) + FILLS.length - winning.length;
  return FILLS[Math.max(0, place)] ?? FILLS[0];
}
