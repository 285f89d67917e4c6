"use client";

import type { BetView } from "#domain/api/casino.ts";
import { pocketLook, pocketOf, WHEEL_ORDER } from "@/features/games/roulette/pockets";
import { classNames } from "@/lib/classNames";

/** The wheel rolled out, three times over, so that there are neighbours on both sides wherever it stops. */
const REEL = [...WHEEL_ORDER, ...WHEEL_ORDER, ...WHEEL_ORDER].map((pocket, place) => ({ pocket, place }));
const TILE_REM = 3;

/** How long the reel moves: what its classes say. */
export const ROLL_MS = 700;

type Props = {
  readonly latest: BetView | null;
  /** False until the reel has stopped. */
  readonly isTold: boolean;
};

/** The wheel's pockets in their order, moving until the one that was drawn is in the middle. */
export function RouletteReel({ latest, isTold }: Props) {
  const pocket = pocketOf(latest);
  const middle = WHEEL_ORDER.length + Math.max(0, WHEEL_ORDER.indexOf(pocket ?? 0));
  return (
    <div aria-hidden className="relative overflow-hidden py-2">
      <div
        className="flex transition-transform duration-700 ease-out motion-reduce:transition-none"
        style={{
          width: `${REEL.length * TILE_REM}rem`,
          marginLeft: "50%",
          transform: `translateX(-${(middle + 0.5) * TILE_REM}rem)`,
        }}
      >
        {REEL.map((tile) => (
          <span key={tile.place} className="shrink-0 px-0.5" style={{ width: `${TILE_REM}rem` }}>
            <span
              className={classNames(
                "figures flex h-12 items-center justify-center rounded-md font-medium",
                pocketLook(tile.pocket),
                isTold &&
                  pocket !== null &&
                  tile.place === middle &&
                  "outline-2 outline-offset-2 outline-ink",
              )}
            >
              {tile.pocket}
            </span>
          </span>
        ))}
      </div>
      <span className="pointer-events-none absolute inset-y-0 left-0 w-16 bg-gradient-to-r from-surface" />
      <span className="pointer-events-none absolute inset-y-0 right-0 w-16 bg-gradient-to-l from-surface" />
    </div>
  );
}
