"use client";

import { useQuery } from "@tanstack/react-query";
import { Search, SearchX, Star } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Await } from "@/components/Await";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/EmptyState";
import { Skeleton } from "@/components/Skeleton";
import { favourites, NO_FAVOURITES, restoreFavourites } from "@/features/lobby/favourites";
import { GameCard } from "@/features/lobby/GameCard";
import { gamesQuery } from "@/features/lobby/gamesQuery";
import { useCrashGame } from "@/features/lobby/useCrashGame";
import { useApp } from "@/lib/app/AppContext";
import { useHouse } from "@/lib/house/houseQuery";
import { useStore } from "@/lib/store";

export function GameList() {
  const t = useTranslations("lobby.games");
  const { api } = useApp();
  const { house } = useHouse();
  const games = useQuery(gamesQuery(api, house?.games));
  const crash = useCrashGame();
  const [search, setSearch] = useState("");
  const [onlyFavourites, setOnlyFavourites] = useState(false);
  const marked = useStore(favourites, NO_FAVOURITES);
  useEffect(restoreFavourites, []);

  function clear(): void {
    setSearch("");
    setOnlyFavourites(false);
  }

  return (
    <section className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-medium">{t("title")}</h2>
        <div className="flex w-full gap-2 sm:w-auto">
          <label className="flex h-10 min-w-0 grow items-center gap-2 rounded-control border border-control bg-sunken px-3 has-[input:focus-visible]:border-accent has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent sm:w-64">
            <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
            <span className="sr-only">{t("search")}</span>
            <input
              type="search"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              placeholder={t("search")}
              className="w-full min-w-0 bg-transparent text-sm outline-none placeholder:text-ink-faint"
            />
          </label>
          <Button aria-pressed={onlyFavourites} onClick={() => setOnlyFavourites(!onlyFavourites)}>
            <Star aria-hidden className={onlyFavourites ? "size-4 fill-accent text-accent" : "size-4"} />
            {t("favourites")}
          </Button>
        </div>
      </div>
      <Await query={games}>
        {({ items }) => {
          const shown = [...(crash.game === null ? [] : [crash.game]), ...items].filter(
            ({ id, name }) =>
              name.toLowerCase().includes(search.trim().toLowerCase()) &&
              (!onlyFavourites || marked.includes(id)),
          );
          return shown.length === 0 ? (
            <EmptyState
              icon={SearchX}
              title={t("noneFound")}
              text={onlyFavourites ? t("noFavourites") : t("noMatch")}
              action={<Button onClick={clear}>{t("showAll")}</Button>}
            />
          ) : (
            <ul className="grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-3 xl:grid-cols-5">
              {crash.isPending && (
                <li>
                  <Skeleton className="h-full min-h-44 rounded-card sm:min-h-64" />
                </li>
              )}
              {shown.map((game) => (
                <li key={game.id}>
                  <GameCard game={game} isFavourite={marked.includes(game.id)} />
                </li>
              ))}
            </ul>
          );
        }}
      </Await>
    </section>
  );
}
