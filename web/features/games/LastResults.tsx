"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { BetView } from "#domain/api/casino.ts";
import { betFigures } from "@/lib/bets/betFigures";
import { drawnFigure } from "@/lib/bets/drawnFigure";
import { useMyBets } from "@/lib/bets/myBetsQuery";
import { classNames } from "@/lib/classNames";

const SHOWN = 12;

type Props = {
  readonly game: string;
  /** A bet that the field is still on its way to. */
  readonly untold?: BetView | null;
};

/** The latest results of this game, newest at the left; each leads to its bet. */
export function LastResults({ game, untold = null }: Props) {
  const t = useTranslations("games.lastResults");
  const bets =
    useMyBets().data?.items.filter((bet) => bet.game === game && bet.betId !== untold?.betId) ?? [];
  return (
    <div className="border-b px-4 py-3">
      <h2 className="sr-only">{t("title")}</h2>
      {bets.length === 0 ? (
        <p className="flex h-8 items-center text-sm text-ink-faint">{t("empty")}</p>
      ) : (
        <ul className="flex h-8 flex-wrap gap-2 overflow-hidden">
          {bets.slice(0, SHOWN).map((bet) => {
            const { isWin } = betFigures(bet);
            const result = drawnFigure(bet);
            return (
              <li key={bet.betId} className="animate-rise shrink-0">
                <Link
                  href={`/bets/${bet.betId}`}
                  aria-label={t("item", { result, outcome: isWin ? "won" : "lost" })}
                  className={classNames(
                    "figures inline-flex h-8 items-center rounded-md px-2.5 text-sm -outline-offset-2",
                    isWin ? "bg-positive-soft text-positive" : "bg-raised text-ink-soft",
                  )}
                >
                  {result}
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
