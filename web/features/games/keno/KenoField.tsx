"use client";

import { useTranslations } from "next-intl";
import type { BetView } from "#domain/api/casino.ts";
import { countHits, KENO_NUMBERS } from "#domain/games/keno/keno.ts";
import { type KenoRisk, kenoPaytable, MAX_PICKS } from "#domain/games/keno/paytable.ts";
import { drawOf } from "@/features/games/keno/kenoPicks";
import { prizeLook, prizeText } from "@/features/games/prizeLook";
import { classNames } from "@/lib/classNames";

const NUMBERS = Array.from({ length: KENO_NUMBERS }, (_, number) => number);
const REVEAL_EACH_MS = 45;

/** How long the numbers take to come, one after the other. */
export const DRAW_MS = 600;

type Props = {
  readonly picks: readonly number[];
  readonly risk: KenoRisk;
  readonly latest: BetView | null;
  /** False until all numbers have come. */
  readonly isTold: boolean;
  readonly isLocked: boolean;
  readonly onToggle: (number: number) => void;
};

/** The forty numbers to pick from, what was drawn of them, and what the picks would pay. */
export function KenoField({ picks, risk, latest, isTold, isLocked, onToggle }: Props) {
  const t = useTranslations("games.keno");
  const draw = drawOf(latest);
  // A result is shown on the picks that it was for.
  const isShown = draw !== null && draw.picks.toSorted().join() === picks.toSorted().join();
  const hits = isShown ? draw.hits : [];
  return (
    <div className="mx-auto w-full max-w-xl">
      <fieldset disabled={isLocked} className="grid min-w-0 grid-cols-8 gap-1.5 sm:gap-2">
        <legend className="sr-only">{t("numbers")}</legend>
        {NUMBERS.map((number) => {
          const isPicked = picks.includes(number);
          const place = hits.indexOf(number);
          const isDrawn = place >= 0;
          return (
            <button
              key={`${number} ${isDrawn ? latest?.betId : ""}`}
              type="button"
              aria-pressed={isPicked}
              aria-label={t("number", { number: number + 1, isDrawn: isDrawn ? "yes" : "no" })}
              disabled={!isPicked && picks.length >= MAX_PICKS}
              onClick={() => onToggle(number)}
              style={isDrawn ? { animationDelay: `${place * REVEAL_EACH_MS}ms` } : undefined}
              className={classNames(
                "figures aspect-square rounded-control text-sm font-medium transition-colors disabled:cursor-not-allowed sm:text-base",
                isDrawn && "animate-rise [animation-fill-mode:backwards]",
                tileLook({ isPicked, isDrawn }),
              )}
            >
              {number + 1}
            </button>
          );
        })}
      </fieldset>
      <Pays picks={picks} risk={risk} hits={isShown && isTold ? countHits(picks, hits) : null} />
    </div>
  );
}

function tileLook({ isPicked, isDrawn }: { readonly isPicked: boolean; readonly isDrawn: boolean }): string {
  if (isPicked && isDrawn) return "bg-positive-soft text-positive ring-2 ring-positive ring-inset";
  if (isPicked) return "bg-accent text-on-accent";
  return isDrawn
    ? "bg-surface text-ink ring-2 ring-control ring-inset"
    : "bg-raised text-ink-soft hover:bg-border";
}

/** What each number of hits pays for as many picks as there are. */
function Pays({
  picks,
  risk,
  hits,
}: {
  readonly picks: readonly number[];
  readonly risk: KenoRisk;
  readonly hits: number | null;
}) {
  const t = useTranslations("games.keno");
  const line = kenoPaytable[risk][picks.length - 1];
  if (line === undefined) return <p className="mt-6 h-14 text-center text-ink-soft">{t("start")}</p>;
  return (
    <ol aria-label={t("pays")} className="figures mt-6 grid auto-cols-fr grid-flow-col gap-1">
      {line.map((multiplier, count) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a prize is for its number of hits.
          key={count}
          aria-label={t("prize", { hits: count, multiplier: multiplier / 100 })}
          aria-current={hits === count || undefined}
          className={classNames(
            "flex h-14 flex-col items-center justify-center rounded-md text-[0.625rem] sm:text-xs",
            prizeLook(multiplier),
            hits === count && "outline-2 outline-offset-1 outline-ink",
          )}
        >
          <span className="font-medium">{prizeText(multiplier)}×</span>
          <span aria-hidden className="opacity-80">
            {count}
          </span>
        </li>
      ))}
    </ol>
  );
}
