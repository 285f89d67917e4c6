"use client";

import { Star } from "lucide-react";
import Link from "next/link";
import { type Messages, useMessages, useTranslations } from "next-intl";
import type { GameView } from "#domain/api/houseConfig.ts";
import { IconButton } from "@/components/Button";
import { toggleFavourite } from "@/features/lobby/favourites";
import { GameArt } from "@/features/lobby/GameArt";

/** As much of a game as its card shows. */
export type ListedGame = Pick<GameView, "id" | "name" | "edgeBps">;

type Props = { readonly game: ListedGame; readonly isFavourite: boolean };

const BPS_PER_PERCENT = 100;

export function GameCard({ game: { id, name, edgeBps }, isFavourite }: Props) {
  const t = useTranslations("lobby.games");
  const sentences = useMessages().lobby.games.text;
  return (
    <article className="group relative h-full overflow-hidden rounded-card border bg-surface transition-colors hover:border-control">
      <div className="border-b bg-sunken px-3 py-4 sm:p-6">
        <GameArt game={id} />
      </div>
      <div className="flex items-start gap-1 px-3 py-3 sm:gap-3 sm:px-5 sm:py-4">
        <div className="min-w-0 grow">
          <h3 className="font-medium">
            <Link
              href={`/games/${id}`}
              className="rounded-md after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            >
              {name}
            </Link>
          </h3>
          {isDescribed(id, sentences) && (
            <p className="mt-1 text-sm text-ink-soft max-sm:hidden">{t(`text.${id}`)}</p>
          )}
          <p className="figures mt-1 whitespace-nowrap text-xs text-ink-faint sm:mt-2 sm:text-sm">
            {t("edge", { percent: (edgeBps / BPS_PER_PERCENT).toFixed(2) })}
          </p>
        </div>
        <IconButton
          label={t(isFavourite ? "unmark" : "mark", { game: name })}
          aria-pressed={isFavourite}
          onClick={() => toggleFavourite(id)}
          className="relative z-10 -mt-1 -mr-2"
        >
          <Star
            aria-hidden
            className={isFavourite ? "size-[1.125rem] fill-accent text-accent" : "size-[1.125rem]"}
          />
        </IconButton>
      </div>
    </article>
  );
}

type Sentences = Messages["lobby"]["games"]["text"];

/** True for a game that the catalogue says a sentence about; a new one goes without until it does. */
function isDescribed(id: string, sentences: Sentences): id is keyof Sentences {
  return Object.hasOwn(sentences, id);
}
