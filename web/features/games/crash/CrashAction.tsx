"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { CrashBetView, CrashTableView } from "#domain/api/crash.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Button } from "@/components/Button";
import { EntranceButton } from "@/components/EntranceButton";
import { ActionBar } from "@/features/games/ActionBar";
import { BetButton } from "@/features/games/BetButton";
import type { BetObstacle } from "@/features/games/betObstacle";
import { CashOutButton } from "@/features/games/crash/CashOutButton";
import type { HouseClock } from "@/features/games/crash/houseClock";
import type { useCrashBets } from "@/features/games/crash/useCrashBets";
import type { useQueuedBet } from "@/features/games/crash/useQueuedBet";
import { readableAmount } from "@/lib/money/displayAmount";

type Props = {
  readonly table: CrashTableView;
  readonly clock: HouseClock;
  readonly currency: CurrencyView;
  readonly isLive: boolean;
  readonly step: ReturnType<typeof useCrashBets>["step"];
  /** The player's bet in the round that is shown, until it is out. */
  readonly bet: CrashBetView | undefined;
  readonly queue: ReturnType<typeof useQueuedBet>;
  readonly obstacle: BetObstacle | null;
  /** It was there until a moment ago: what takes the place of "Cash out" waits until nobody means that any more. */
  readonly hadBet: boolean;
  /** What is to be said of the latest step. */
  readonly notices: ReactNode;
  readonly onPress: () => void;
};

/** The one button that fits the moment: bet, wait, or cash out. */
export function CrashAction(props: Props) {
  const { table, clock, currency, isLive, step, bet, queue, obstacle, hadBet, notices, onPress } = props;
  const t = useTranslations("crash.panel");
  const doing = step.kind === "busy" ? step.doing : null;
  const betLabel = t(table.round?.phase === "betting" ? "betNow" : "betNext");
  return (
    <ActionBar isAtHand notices={notices}>
      <EntranceButton to="play">
        {bet !== undefined ? (
          <CashOutButton
            table={table}
            clock={clock}
            bet={bet}
            currency={currency}
            isLive={isLive}
            isBusy={doing === "cashingOut"}
            onCashOut={onPress}
          />
        ) : hadBet || doing === "cashingOut" ? (
          <Button variant="primary" size="lg" className="w-full" disabled>
            {betLabel}
          </Button>
        ) : queue.queued === null ? (
          <BetButton
            obstacle={obstacle}
            currency={currency}
            missing={t("fixAuto")}
            isBusy={doing === "betting"}
            label={betLabel}
            onPress={onPress}
          />
        ) : (
          <div className="space-y-2">
            <p role="status" className="figures text-center text-sm text-ink-soft">
              {t("queued", {
                amount: readableAmount(BigInt(queue.queued.stake), currency.decimals),
                currency: currency.code,
              })}
            </p>
            <Button size="lg" className="w-full" onClick={queue.cancel}>
              {t("cancelQueued")}
            </Button>
          </div>
        )}
      </EntranceButton>
    </ActionBar>
  );
}
