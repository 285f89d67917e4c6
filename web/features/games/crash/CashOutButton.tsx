"use client";

import { useTranslations } from "next-intl";
import type { CrashBetView, CrashTableView } from "#domain/api/crash.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { automaticExit, LOWEST_CASH_OUT } from "#domain/games/crash/cashOut.ts";
import { payoutDown } from "#domain/games/crash/maximumWin.ts";
import { Button } from "@/components/Button";
import { betStanding } from "@/features/games/crash/betStanding";
import { stageOf } from "@/features/games/crash/crashStage";
import type { HouseClock } from "@/features/games/crash/houseClock";
import { useHouseTime } from "@/features/games/crash/useHouseTime";
import { hundredthsText } from "@/lib/format/hundredthsText";
import { readableAmount } from "@/lib/money/displayAmount";

type Props = {
  readonly table: CrashTableView;
  readonly clock: HouseClock;
  readonly bet: CrashBetView;
  readonly currency: CurrencyView;
  /** False while it cannot be known where the curve is. */
  readonly isLive: boolean;
  readonly isBusy: boolean;
  readonly onCashOut: () => void;
};

/** Cashes a bet out, and says what that would pay at this moment. It works while betting is stopped, too. */
export function CashOutButton({ table, clock, bet, currency, isLive, isBusy, onCashOut }: Props) {
  const t = useTranslations("crash.panel");
  const { round } = table;
  const time = useHouseTime(clock, round?.phase === "running");
  const stage = stageOf(table, time);
  const running = stage.kind === "running" ? stage : null;
  const isHeard = isLive && running?.isHeard === true;
  const standing = betStanding(bet, round, running?.toldHundredths ?? 0);
  const look = { variant: "primary", size: "lg", className: "w-full" } as const;
  if (round === null || running === null || standing.kind !== "riding") {
    return (
      <Button {...look} disabled>
        {standing.kind === "out"
          ? t("out", { multiplier: hundredthsText(standing.hundredths) })
          : t("betIsIn")}
      </Button>
    );
  }
  if (isHeard && running.hundredths < LOWEST_CASH_OUT) {
    return (
      <Button {...look} disabled>
        {t("rising")}
      </Button>
    );
  }
  const { autoCashOutHundredths: autoHundredths, highestHundredths } = bet;
  const exit = automaticExit({ autoHundredths, highestHundredths }, round.ceilingHundredths);
  const payout = payoutDown(BigInt(bet.stake), Math.min(running.hundredths, exit));
  const amount = readableAmount(payout, currency.decimals);
  return (
    <Button {...look} isBusy={isBusy} onClick={onCashOut}>
      <span className="figures">
        {isBusy
          ? t("cashingOut")
          : isHeard
            ? t("cashOut", { amount, currency: currency.code })
            : t("tryCashOut")}
      </span>
    </Button>
  );
}
