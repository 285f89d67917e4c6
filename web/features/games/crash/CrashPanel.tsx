"use client";

import { useTranslations } from "next-intl";
import type { CrashTableView } from "#domain/api/crash.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Notice } from "@/components/Notice";
import { BetFailure } from "@/features/games/BetFailure";
import { AutoCashOutField } from "@/features/games/crash/AutoCashOutField";
import { CrashAction } from "@/features/games/crash/CrashAction";
import { CrashFacts } from "@/features/games/crash/CrashFacts";
import type { HouseClock } from "@/features/games/crash/houseClock";
import type { useCrashBets } from "@/features/games/crash/useCrashBets";
import { useCrashTurn } from "@/features/games/crash/useCrashTurn";
import { useIntendedCrashBet } from "@/features/games/crash/useIntendedCrashBet";
import { HotkeysSwitch } from "@/features/games/HotkeysSwitch";
import { StakeInput } from "@/features/games/StakeInput";

type Props = {
  readonly table: CrashTableView;
  readonly clock: HouseClock;
  readonly currency: CurrencyView;
  readonly play: ReturnType<typeof useCrashBets>;
  readonly isLive: boolean;
  readonly isStopped: boolean;
};

/** The next bet's settings, what it could win, and the button that fits the moment. */
export function CrashPanel({ table, clock, currency, play, isLive, isStopped }: Props) {
  const t = useTranslations("crash.panel");
  const { round } = table;
  const { step, forget } = play;
  const intended = useIntendedCrashBet(table, currency);
  const turn = useCrashTurn({ round, currency: currency.code, intended, play, isLive, isStopped });
  const { mine, hadBet, queue, press } = turn;
  return (
    <div className="flex flex-col gap-4">
      <StakeInput intended={intended} currency={currency} />
      <AutoCashOutField
        text={intended.autoText}
        onChange={intended.setAutoText}
        isInvalid={intended.isAutoInvalid}
        ceilingHundredths={table.ceilingHundredths}
      />
      <div className="order-last lg:order-none">
        <CrashFacts
          stakeMinor={intended.stakeMinor}
          autoHundredths={intended.autoHundredths}
          edgeBps={intended.edgeBps}
          maxProfitMinor={intended.maxProfitMinor}
          currency={currency}
        />
      </div>
      <CrashAction
        notices={
          <>
            <BetFailure step={step} unanswered={t("unanswered")} onClose={forget} />
            {(queue.end === "disconnected" || queue.end === "stopped") && (
              <Notice tone="warning">{t(`dropped.${queue.end}`)}</Notice>
            )}
          </>
        }
        table={table}
        clock={clock}
        currency={currency}
        isLive={isLive}
        step={step}
        bet={mine}
        queue={queue}
        obstacle={intended.obstacle}
        hadBet={hadBet}
        onPress={press}
      />
      <HotkeysSwitch hint={t("hotkeys")} keys={{ " ": press, s: intended.halve, d: intended.double }} />
    </div>
  );
}
