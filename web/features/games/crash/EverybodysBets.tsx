"use client";

import { useTranslations } from "next-intl";
import { memo, type ReactNode } from "react";
import type { CrashTableView } from "#domain/api/crash.ts";
import type { ShownCrashBet } from "#domain/api/crashBets.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Amount } from "@/components/Amount";
import { Card } from "@/components/Card";
import { Skeleton } from "@/components/Skeleton";
import { useOverdue } from "@/features/games/crash/useOverdue";
import { useRoundBets } from "@/features/games/crash/useRoundBets";
import { classNames } from "@/lib/classNames";
import { hundredthsText } from "@/lib/format/hundredthsText";

type Props = { readonly table: CrashTableView; readonly currency: CurrencyView };

/** What everybody has at stake in the newest round: the totals, and the largest bets, lighting up as they get out. */
export function EverybodysBets({ table: { round, results }, currency }: Props) {
  const t = useTranslations("crash.everybody");
  const heard = useRoundBets(currency.code);
  const isLate = useOverdue(heard === undefined);
  const told = heard ?? null;
  const shown = [round, ...results].find((each) => each?.roundId === told?.roundId);
  const amount = (minor: string) => (
    <Amount minor={BigInt(minor)} decimals={currency.decimals} currency={currency.code} />
  );
  return (
    <Card heading={shown ? t("titleOf", { number: shown.number }) : t("title")} isFlush>
      <dl className="grid grid-cols-2 gap-x-4 border-b px-5 pb-4 text-sm">
        <Total name={t("count")}>{told?.betCount ?? "–"}</Total>
        <Total name={t("staked")}>{told === null ? "–" : amount(told.staked)}</Total>
        {told?.isOver && (
          <>
            <Total name={t("winners")}>{told.winners ?? "–"}</Total>
            <Total name={t("paid")}>{told.paid === null ? "–" : amount(told.paid)}</Total>
          </>
        )}
      </dl>
      {heard === undefined && !isLate ? (
        <div className="p-5">
          <Skeleton className="h-24" />
        </div>
      ) : told === null || told.bets.length === 0 ? (
        <p className="p-5 text-sm text-ink-soft">
          {t(told !== null ? "empty" : heard === null ? "none" : "late")}
        </p>
      ) : (
        // It changes by itself all the time: nobody wants each change to be read out.
        <ol
          aria-live="off"
          aria-label={t("list")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-96 overflow-y-auto rounded-b-card py-1 text-sm"
        >
          {told.bets.map((bet) => (
            <Bet key={bet.betId} bet={bet} decimals={currency.decimals} />
          ))}
        </ol>
      )}
    </Card>
  );
}

function Total({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="py-1.5">
      <dt className="text-ink-faint">{name}</dt>
      <dd className="figures">{children}</dd>
    </div>
  );
}

/** Of a hundred rows few change at once. */
const Bet = memo(function Bet({ bet, decimals }: { readonly bet: ShownCrashBet; readonly decimals: number }) {
  const t = useTranslations("crash.everybody");
  const { player, stake, standing, exitHundredths } = bet;
  const isOut = standing === "out" && exitHundredths !== null;
  return (
    <li
      className={classNames(
        "figures grid grid-cols-[minmax(0,1fr)_auto_4.5rem] items-center gap-3 px-5 py-1.5 transition-colors",
        isOut && "bg-positive-soft",
      )}
    >
      <span className="truncate font-mono text-ink-soft">{player}</span>
      <Amount minor={BigInt(stake)} decimals={decimals} isInColumn />
      <span className={classNames("text-right", isOut ? "text-positive" : "text-ink-faint")}>
        {isOut ? `${hundredthsText(exitHundredths)}×` : t(`standing.${standing}`)}
      </span>
    </li>
  );
});
