"use client";

import { useTranslations } from "next-intl";
import { hiloTable } from "@/features/games/hilo/hiloView";
import { PlayingCard } from "@/features/games/rounds/PlayingCard";
import type { Table } from "@/features/games/rounds/RoundScreen";

/** Earlier cards that fit beside one another. */
const SHOWN = 8;

/** The open card, and those that lay there before it. */
export function HiloCards({ round }: Table) {
  const t = useTranslations("games.hilo");
  const table = hiloTable(round);
  const cards = table?.cards ?? [];
  const before = cards.slice(0, -1).map((card, place) => ({ card, place }));
  return (
    <div className="flex flex-col items-center gap-6">
      <p className="sr-only">{t("open")}</p>
      <PlayingCard key={cards.length} card={cards.at(-1) ?? null} hidden={t("hidden")} size="lg" />
      <ol aria-label={t("before")} className="flex h-20 gap-2 overflow-hidden">
        {before
          .slice(-SHOWN)
          .reverse()
          .map(({ card, place }) => (
            <li key={place}>
              <PlayingCard card={card} hidden={t("hidden")} />
            </li>
          ))}
      </ol>
      <p className="text-sm text-ink-soft">{t("wins", { wins: table?.wins ?? 0 })}</p>
    </div>
  );
}
