"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { EdgeDialog, type EdgeOwner } from "@/features/admin/games/EdgeDialog";
import { GameRow } from "@/features/admin/games/GameRow";
import { gamesInForceQuery } from "@/features/admin/games/gameQueries";
import { useApp } from "@/lib/app/AppContext";

/** The games on offer: at which edge, by which version, and where the chain has it. */
export function GamesInForceCard({ isEditable }: { readonly isEditable: boolean }) {
  const t = useTranslations("admin.games.inForce");
  const games = useQuery(gamesInForceQuery(useApp().api));
  const [chosen, setChosen] = useState<EdgeOwner | null>(null);
  return (
    <Card heading={t("title")} isFlush>
      <p className="max-w-3xl px-5 pb-4 text-sm text-ink-soft">{t("lead")}</p>
      <Await query={games} lines={9}>
        {({ items }) => (
          <ul className="divide-y border-t">
            {items.map((game) => (
              <GameRow
                key={game.id}
                game={game}
                onChange={isEditable ? () => setChosen({ ...game, isWithheld: false }) : null}
              />
            ))}
          </ul>
        )}
      </Await>
      {chosen !== null && <EdgeDialog game={chosen} onClose={() => setChosen(null)} />}
    </Card>
  );
}
