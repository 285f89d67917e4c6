"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { CrashBoard } from "@/features/games/crash/CrashBoard";
import { CrashCommitment } from "@/features/games/crash/CrashCommitment";
import { CrashFrame } from "@/features/games/crash/CrashFrame";
import { CrashPanel } from "@/features/games/crash/CrashPanel";
import { CrashUnseen } from "@/features/games/crash/CrashUnseen";
import { tableWait } from "@/features/games/crash/tableWait";
import { useCrashBets } from "@/features/games/crash/useCrashBets";
import { useCrashTable } from "@/features/games/crash/useCrashTable";
import { useOverdue } from "@/features/games/crash/useOverdue";
import { useApp } from "@/lib/app/AppContext";
import { useCurrency, useHouse } from "@/lib/house/houseQuery";
import type { LiveStatus } from "@/lib/live/liveConnection";
import { useStore } from "@/lib/store";
import { useAwakeInSight } from "@/lib/ui/useAwakeInSight";

// Lists below the game: whoever comes to bet does not wait for them.
const CrashBets = dynamic(
  () => import("@/features/games/crash/CrashBets").then((module) => module.CrashBets),
  {
    ssr: false,
  },
);

/** The round that everybody plays, and everybody's bets on it. */
export function CrashScreen() {
  const t = useTranslations("crash");
  const currency = useCurrency();
  const { house, error, retry } = useHouse();
  const status = useStore<LiveStatus>(useApp().live.status, "off");
  const isLive = status === "live";
  const { table, clock, askAgain } = useCrashTable(currency?.code);
  const round = table?.round ?? null;
  const play = useCrashBets(round);
  const { bets } = play;
  const isStopped = house?.stopped.some(({ name }) => name === "bets") ?? false;
  const [below, isBelowWanted] = useAwakeInSight<HTMLDivElement>();
  const isReady = table !== undefined && table !== null && currency !== null;
  const isNone = table === null || (house !== null && currency === null);
  const isOverdue = useOverdue(!isReady && !isNone);
  const wait = tableWait({
    house: house !== null ? "known" : error !== null ? "failed" : "asked",
    status,
    isOverdue,
  });
  function tryAgain(): void {
    void retry();
    askAgain();
  }
  const heading = <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>;
  if (isNone) {
    return (
      <div className="space-y-4">
        {heading}
        <p className="text-ink-soft">{t("none")}</p>
      </div>
    );
  }
  return (
    <div className="space-y-4">
      {heading}
      {isReady ? (
        <CrashFrame
          panel={
            <CrashPanel
              table={table}
              clock={clock}
              currency={currency}
              play={play}
              isLive={isLive}
              isStopped={isStopped}
            />
          }
          field={
            <CrashBoard
              table={table}
              clock={clock}
              currency={currency}
              bets={bets}
              isLive={isLive}
              isStopped={isStopped}
            />
          }
        />
      ) : (
        <CrashUnseen wait={wait} onRetry={tryAgain} />
      )}
      {round !== null && <CrashCommitment round={round} />}
      <div ref={below} className="min-h-80">
        {isReady && isBelowWanted && <CrashBets table={table} bets={bets} currency={currency} />}
      </div>
    </div>
  );
}
