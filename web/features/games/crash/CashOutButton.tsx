"use client";

import { useTranslations } from "next-intl";
import type { CrashBetView, CrashTableView } from "#domain/api/crash.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { LOWEST_CASH_OUT } from "#domain/games/crash/cashOut.ts";
import { payoutDown } from "#domain/games/crash/maximumWin.ts";
import { Button } from "@/components/Button";
import { betStanding } from "@/features/games/crash/betStanding";
import { stageOf } from "@/features/games/crash/crashStage";
import type { HouseClock } from "@/features/games/crash/houseClock";
import { hundredthsText } from "@/features/games/crash/hundredthsText";
import { useHouseTime } from "@/features/games/crash/useHouseTime";
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
  const nowMs = useHouseTime(clock, table.round?.phase === "running");
  const stage = stageOf(table, nowMs);
  const hundredths = stage.kind === "running" ? stage.hundredths : 0;
  const standing = betStanding(bet, table.round, hundredths);
  const look = { variant: "primary", size: "lg", className: "w-full" } as const;
  if (standing.kind === "waiting") {
    return (
      <Button {...look} disabled>
        {t("betIsIn")}
      </Button>
    );
  }
  if (standing.kind !== "riding" || hundredths < LOWEST_CASH_OUT) {
    const multiplier = standing.kind === "out" ? hundredthsText(standing.hundredths) : null;
    return (
      <Button {...look} disabled>
        {multiplier === null ? t("rising") : t("out", { multiplier })}
      </Button>
    );
  }
  const amount = readableAmount(payoutDown(BigInt(bet.stake), hundredths), currency.decimals);
  return (
    <Button {...look} isBusy={isBusy} onClick={onCashOut}>
      <span className="figures">
        {isBusy
          ? t("cashingOut")
          : isLive
            ? t("cashOut", { amount, currency: currency.code })
            : t("tryCashOut")}
      </span>
    </Button>
  );
}
