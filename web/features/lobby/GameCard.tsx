"use client";

import { Star } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { GameView } from "#domain/api/houseConfig.ts";
import { IconButton } from "@/components/Button";
import { toggleFavourite } from "@/features/lobby/favourites";
import { GameArt } from "@/features/lobby/GameArt";

type Props = { readonly game: GameView; readonly isFavourite: boolean };

const BPS_PER_PERCENT = 100;

export function GameCard({ game: { id, name, edgeBps }, isFavourite }: Props) {
  const t = useTranslations("lobby.games");
  const hasText = id === "dice" || id === "limbo";
  return (
    <article className="group relative overflow-hidden rounded-card border bg-surface transition-colors hover:border-control">
      <div className="border-b bg-sunken px-6 py-8">
        <GameArt game={id} />
      </div>
      <div className="flex items-start gap-3 px-5 py-4">
        <div className="min-w-0 grow">
          <h3 className="font-medium">
            <Link
              href={`/games/${id}`}
              className="rounded-md after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            >
              {name}
            </Link>
          </h3>
          {hasText && <p className="mt-1 text-sm text-ink-soft">{t(`text.${id}`)}</p>}
          <p className="figures mt-2 text-sm text-ink-faint">
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
