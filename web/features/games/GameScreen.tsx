"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import type { BetView } from "#domain/api/casino.ts";
import type { AnyInstantGame, JsonObject } from "#domain/games/game.ts";
import { Card } from "@/components/Card";
import { Skeleton } from "@/components/Skeleton";
import { BetPanel } from "@/features/games/BetPanel";
import { CommitmentStrip } from "@/features/games/CommitmentStrip";
import { finishMotion } from "@/features/games/finishMotion";
import { LastResults } from "@/features/games/LastResults";
import { ResultLine } from "@/features/games/ResultLine";
import { useReveal } from "@/features/games/useReveal";
import { useCurrency } from "@/lib/house/houseQuery";

export type GameScreenProps = {
  readonly rules: AnyInstantGame;
  /** The bet's parameters as set now; null while an input is not right. */
  readonly params: JsonObject | null;
  readonly controls: ReactNode;
  /** What to do while `params` is null; without it, to check the settings. */
  readonly missing?: string;
  /** How long the field moves before it shows a result; so long nothing else tells of it, nor the balance. */
  readonly movesForMs?: number;
  /** The playing field, for the latest result of this visit. */
  readonly canvas: (latest: BetView | null, field: FieldState) => ReactNode;
};

export type FieldState = {
  /** While bets are placed the field cannot be changed. */
  readonly isPlaying: boolean;
  /** False while the field is still on its way to the latest result. */
  readonly isTold: boolean;
};

/** One game: the panel at the left, the field at the right; on a phone the field comes first. */
export function GameScreen({ rules, params, controls, missing, movesForMs = 0, canvas }: GameScreenProps) {
  const t = useTranslations("games");
  const currency = useCurrency();
  const { latest, told, isMoving, skip, ...watch } = useReveal(movesForMs);
  const [isPlaying, setIsPlaying] = useState(false);
  const field = useRef<HTMLDivElement>(null);
  return (
    <div className="space-y-4">
      <h1 className="text-2xl font-semibold tracking-tight">{rules.name}</h1>
      <div className="grid gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <Card aria-label={t("panel")} className="order-2 lg:order-1">
          {currency === null ? (
            <Skeleton className="h-96" />
          ) : (
            <BetPanel
              rules={rules}
              params={params}
              controls={controls}
              currency={currency}
              missing={missing}
              watch={watch}
              untoldId={isMoving ? (latest?.betId ?? null) : null}
              onPlaying={setIsPlaying}
            />
          )}
        </Card>
        <div className="order-1 min-w-0 lg:order-2">
          <section
            aria-label={t("field")}
            className="flex h-full flex-col rounded-card border bg-surface lg:sticky lg:top-20 lg:max-h-[calc(100dvh-6rem)]"
          >
            <LastResults game={rules.id} untold={isMoving ? latest : null} />
            <div ref={field} className="flex min-h-52 grow flex-col justify-center px-5 py-6 sm:px-10">
              {canvas(latest, { isPlaying, isTold: !isMoving })}
            </div>
            <ResultLine
              bet={told}
              onSkip={
                isMoving
                  ? () => {
                      finishMotion(field.current);
                      skip();
                    }
                  : undefined
              }
            />
          </section>
        </div>
      </div>
      <CommitmentStrip />
    </div>
  );
}
