"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { RoundView, StartRoundRequest } from "#domain/api/rounds.ts";
import type { AnyRoundGame } from "#domain/games/round.ts";
import { Card } from "@/components/Card";
import { Skeleton } from "@/components/Skeleton";
import { CommitmentStrip } from "@/features/games/CommitmentStrip";
import { LastResults } from "@/features/games/LastResults";
import { ResultLine } from "@/features/games/ResultLine";
import { type RoundHotkeys, RoundPanel } from "@/features/games/rounds/RoundPanel";
import { type RoundAction, useRound } from "@/features/games/rounds/useRound";
import { useCurrency } from "@/lib/house/houseQuery";

/** What a game's own parts are given: the round, and the way to go on with it. */
export type Table = {
  /** The open round, or the last one; null before the first. */
  readonly round: RoundView | null;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly act: (action: RoundAction) => void;
};

type Props = {
  readonly rules: AnyRoundGame;
  readonly params: StartRoundRequest["params"];
  /** The settings of the next round. */
  readonly controls?: ReactNode;
  /** What can be done in the open round, beside the field itself. */
  readonly actions: (table: Table) => ReactNode;
  /** How an open round stands, in words. */
  readonly standing: (round: RoundView) => string | null;
  readonly hotkeys?: (table: Table) => RoundHotkeys;
  /** The playing field. */
  readonly canvas: (table: Table) => ReactNode;
};

/** A game that is played in steps: the panel at the left, the field at the right; on a phone the field comes first. */
export function RoundScreen(props: Props) {
  const { rules, params, controls, actions, standing, hotkeys, canvas } = props;
  const t = useTranslations("games");
  const currency = useCurrency();
  const { round, isOpen, bet, isLoading, step, forget, start, act } = useRound(rules.id);
  const table: Table = {
    round,
    isOpen,
    isBusy: step.kind === "busy",
    act: (action) => {
      if (round !== null && isOpen && step.kind !== "busy") void act(round, action);
    },
  };
  return (
    <div className="space-y-4">
      <h1 className="text-2xl font-semibold tracking-tight">{rules.name}</h1>
      <div className="grid gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <Card aria-label={t("panel")} className="order-2 lg:order-1">
          {currency === null || isLoading ? (
            <Skeleton className="h-96" />
          ) : (
            <RoundPanel
              rules={rules}
              params={params}
              controls={controls}
              currency={currency}
              table={table}
              step={step}
              hotkeys={hotkeys?.(table)}
              onForget={forget}
              onStart={(stake) => void start({ game: rules.id, currency: currency.code, stake, params })}
            >
              {actions(table)}
            </RoundPanel>
          )}
        </Card>
        <div className="order-1 min-w-0 lg:order-2">
          <section
            aria-label={t("field")}
            className="flex h-full flex-col rounded-card border bg-surface lg:sticky lg:top-20"
          >
            <LastResults game={rules.id} />
            <div className="flex min-h-52 grow flex-col justify-center px-5 py-6 sm:px-10">
              {canvas(table)}
            </div>
            <ResultLine bet={bet} standing={isOpen && round !== null ? standing(round) : null} />
          </section>
        </div>
      </div>
      <CommitmentStrip />
    </div>
  );
}
