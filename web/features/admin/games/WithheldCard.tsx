"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { WithheldGameView } from "#domain/api/gameVersions.ts";
import { Await } from "@/components/Await";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { Timestamp } from "@/components/Timestamp";
import { EdgeDialog, type EdgeOwner } from "@/features/admin/games/EdgeDialog";
import { withheldGamesQuery } from "@/features/admin/games/gameQueries";
import { useApp } from "@/lib/app/AppContext";
import { percentText } from "@/lib/format/percent";

/** The games that a release brought and that are not on offer: why, and what to do about that. */
export function WithheldCard({ isEditable }: { readonly isEditable: boolean }) {
  const t = useTranslations("admin.games.withheld");
  const games = useQuery(withheldGamesQuery(useApp().api));
  const [chosen, setChosen] = useState<EdgeOwner | null>(null);
  return (
    <Card heading={t("title")} isFlush>
      <Await query={games} lines={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="px-5 pb-5 text-sm text-ink-soft">{t("none")}</p>
          ) : (
            <>
              <p className="max-w-3xl px-5 pb-4 text-sm text-ink-soft">{t("lead")}</p>
              <ul className="divide-y border-t">
                {items.map((game) => (
                  <WithheldRow
                    key={game.id}
                    game={game}
                    onSet={isEditable ? () => setChosen({ ...game, isWithheld: true }) : null}
                  />
                ))}
              </ul>
            </>
          )
        }
      </Await>
      {chosen !== null && <EdgeDialog game={chosen} onClose={() => setChosen(null)} />}
    </Card>
  );
}

type RowProps = { readonly game: WithheldGameView; readonly onSet: (() => void) | null };

function WithheldRow({ game: { name, edgeBps, reason, since }, onSet }: RowProps) {
  const t = useTranslations("admin.games.withheld");
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-3 px-5 py-4 text-sm md:grid-cols-[minmax(0,1fr)_auto] md:items-center">
      <div className="min-w-0 space-y-1.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">{name}</span>
          <Badge tone="warning">{t("badge", { edge: percentText(edgeBps) })}</Badge>
          <span className="inline-flex items-center gap-1.5 text-ink-faint">
            {t("since")} <Timestamp at={since} />
          </span>
        </p>
        <p className="max-w-3xl text-ink-soft [overflow-wrap:anywhere]">{reason}</p>
      </div>
      {onSet === null ? (
        <p className="text-ink-faint">{t("askAdmin")}</p>
      ) : (
        <Button aria-label={t("setOf", { game: name })} onClick={onSet}>
          {t("set")}
        </Button>
      )}
    </li>
  );
}
