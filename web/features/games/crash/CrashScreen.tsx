"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Card } from "@/components/Card";
import { Skeleton } from "@/components/Skeleton";
import { CrashCommitment } from "@/features/games/crash/CrashCommitment";
import { CrashField } from "@/features/games/crash/CrashField";
import { CrashPanel } from "@/features/games/crash/CrashPanel";
import { CrashResultLine } from "@/features/games/crash/CrashResultLine";
import { CrashResults } from "@/features/games/crash/CrashResults";
import { CrashUnseen } from "@/features/games/crash/CrashUnseen";
import { tableWait } from "@/features/games/crash/tableWait";
import { useCrashBets } from "@/features/games/crash/useCrashBets";
import { useCrashTable } from "@/features/games/crash/useCrashTable";
import { useOverdue } from "@/features/games/crash/useOverdue";
import { useApp } from "@/lib/app/AppContext";
import { useCurrency, useHouse } from "@/lib/house/houseQuery";
import type { LiveStatus } from "@/lib/live/liveSocket";
import { useStore } from "@/lib/store";
import { useAwakeInSight } from "@/lib/ui/useAwakeInSight";

// Lists below the game: whoever comes to bet does not wait for them.
const CrashBets = dynamic(
  () => import("@/features/games/crash/CrashBets").then((module) => module.CrashBets),
  {
    ssr: false,
  },
);

/** The round that everybody plays: the panel at the left, the curve at the right; on a phone the curve comes first. */
export function CrashScreen() {
  const t = useTranslations("crash");
  const words = useTranslations("games");
  const currency = useCurrency();
  const { house, error, retry } = useHouse();
  const status = useStore<LiveStatus>(useApp().live.status, "off");
  const isLive = status === "live";
  const { table, clock, askAgain } = useCrashTable(currency?.code);
  const round = table?.round ?? null;
  const play = useCrashBets(round);
  const isStopped = house?.stopped.some(({ name }) => name === "bets") ?? false;
  const [below, isBelowWanted] = useAwakeInSight<HTMLDivElement>();
  const isReady = table !== undefined && table !== null && currency !== null;
  const isNone = table === null || (house !== null && currency === null);
  const isOverdue = useOverdue(!isReady && !isNone);
  const heading = <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>;
  if (isNone) {
    return (
      <div className="space-y-4">
        {heading}
        <p className="text-ink-soft">{t("none")}</p>
      </div>
    );
  }
  const wait = tableWait({
    house: house !== null ? "known" : error !== null ? "failed" : "asked",
    status,
    isOverdue,
  });
  function tryAgain(): void {
    void retry();
    askAgain();
  }
  return (
    <div className="space-y-4">
      {heading}
      <div className="grid gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <Card aria-label={words("panel")} className="order-2 lg:order-1">
          {isReady ? (
            <CrashPanel
              table={table}
              clock={clock}
              currency={currency}
              play={play}
              isLive={isLive}
              isStopped={isStopped}
            />
          ) : wait === "waiting" ? (
            <Skeleton className="h-[34rem]" />
          ) : (
            <p className="text-sm text-ink-soft">{t("wait.panel")}</p>
          )}
        </Card>
        <section
          aria-label={words("field")}
          className="order-1 flex min-w-0 flex-col rounded-card border bg-surface lg:order-2"
        >
          {isReady ? (
            <>
              <CrashResults results={table.results} />
              <div className="relative flex h-64 flex-col justify-center overflow-hidden px-5 py-6 sm:h-80 lg:h-auto lg:min-h-96 lg:grow">
                <CrashField
                  table={table}
                  clock={clock}
                  bet={play.bets.find(({ roundId }) => roundId === round?.roundId)}
                  isLive={isLive}
                  isStopped={isStopped}
                />
              </div>
              <CrashResultLine table={table} bets={play.bets} currency={currency} />
            </>
          ) : (
            <CrashUnseen wait={wait} onRetry={tryAgain} />
          )}
        </section>
      </div>
      {round === null ? null : <CrashCommitment round={round} />}
      <div ref={below} className="min-h-80">
        {isReady && isBelowWanted && <CrashBets table={table} bets={play.bets} currency={currency} />}
      </div>
    </div>
  );
}
