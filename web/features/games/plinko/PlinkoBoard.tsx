"use client";

import { useTranslations } from "next-intl";
import type { BetView } from "#domain/api/casino.ts";
import { MIN_ROWS, plinkoPaytable } from "#domain/games/plinko/paytable.ts";
import type { PlinkoParams } from "#domain/games/plinko/plinko.ts";
import { fallMs, fallOn, pinsOf, wayOf } from "@/features/games/plinko/board";
import { PlinkoBall } from "@/features/games/plinko/PlinkoBall";
import { prizeLook, prizeText } from "@/features/games/prizeLook";
import { classNames } from "@/lib/classNames";

/** The board keeps its size whatever the number of rows: it is this many times as wide as high. */
const ASPECT = 1.5;
/** Room beside the outermost slots, in slots. */
const SIDE = 0.3;
const ABOVE = 1.6;

type Props = {
  readonly params: PlinkoParams;
  readonly latest: BetView | null;
  /** False while the latest ball falls: until then no slot is hit. */
  readonly isTold: boolean;
};

/** Pins, slots with what they pay, and the ball of the latest bet. */
export function PlinkoBoard({ params, latest, isTold }: Props) {
  const t = useTranslations("games.plinko");
  const { rows, risk } = params;
  const slots = plinkoPaytable[risk][rows - MIN_ROWS] ?? [];
  const fall = fallOn(params, latest);
  const width = rows + 1 + 2 * SIDE;
  const height = width / ASPECT;
  const rowHeight = height / (rows + ABOVE);
  const side = `${(SIDE / width) * 100}%`;
  return (
    <div className="mx-auto w-full max-w-2xl">
      <svg
        aria-hidden
        viewBox={`${-width / 2} ${-ABOVE * rowHeight} ${width} ${height}`}
        className="block w-full"
      >
        {pinsOf(rows).map(({ x, y }) => (
          <circle key={`${x} ${y}`} cx={x} cy={y * rowHeight} r={0.09} className="fill-control" />
        ))}
        {fall !== null && (
          <PlinkoBall
            key={latest?.betId}
            way={wayOf(fall.path).map(({ x, y }) => ({ x, y: y * rowHeight }))}
            durationMs={fallMs(params)}
          />
        )}
      </svg>
      <ol
        aria-label={t("slots")}
        className="figures mt-1 grid auto-cols-fr grid-flow-col gap-0.5 sm:gap-1"
        style={{ paddingInline: side }}
      >
        {slots.map((multiplier, slot) => {
          const isHit = isTold && fall?.slot === slot;
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place.
              key={slot}
              aria-current={isHit || undefined}
              className={classNames(
                "flex h-7 items-center justify-center rounded text-[0.625rem] font-medium sm:h-8 sm:rounded-md sm:text-xs",
                prizeLook(multiplier),
                isHit && "outline-2 outline-offset-1 outline-ink",
              )}
            >
              {prizeText(multiplier)}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
