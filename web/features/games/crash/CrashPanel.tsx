"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CrashTableView } from "#domain/api/crash.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { LOWEST_CASH_OUT } from "#domain/games/crash/cashOut.ts";
import { AmountInput } from "@/components/AmountInput";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Notice } from "@/components/Notice";
import { BetFailure } from "@/features/games/BetFailure";
import { readAutoCashOut } from "@/features/games/crash/autoCashOut";
import { CrashAction } from "@/features/games/crash/CrashAction";
import { CrashFacts } from "@/features/games/crash/CrashFacts";
import { crashPress } from "@/features/games/crash/crashPress";
import type { HouseClock } from "@/features/games/crash/houseClock";
import type { useCrashBets } from "@/features/games/crash/useCrashBets";
import { useJustGone } from "@/features/games/crash/useJustGone";
import { useQueuedBet } from "@/features/games/crash/useQueuedBet";
import { HotkeysSwitch } from "@/features/games/HotkeysSwitch";
import { useIntendedBet } from "@/features/games/useIntendedBet";
import { useBalance } from "@/lib/account/meQuery";
import { hundredthsText } from "@/lib/format/hundredthsText";
import { readableAmount } from "@/lib/money/displayAmount";
import { useSession } from "@/lib/session/useSession";

type Props = {
  readonly table: CrashTableView;
  readonly clock: HouseClock;
  readonly currency: CurrencyView;
  readonly play: ReturnType<typeof useCrashBets>;
  readonly isLive: boolean;
  readonly isStopped: boolean;
};

const FIRST_AUTO = "2.00";
const NO_PARAMS = {};
/** Who wanted to cash out and came too late presses within this time. */
const LATE_PRESS_MS = 1_000;

/** The next bet's settings, and what it could win. */
export function CrashPanel({ table, clock, currency, play, isLive, isStopped }: Props) {
  const t = useTranslations("crash.panel");
  const words = useTranslations("games");
  const { balance } = useBalance();
  const userId = useSession().user?.id ?? null;
  const [autoText, setAutoText] = useState(FIRST_AUTO);
  const { round, ceilingHundredths } = table;
  const edgeBps = round?.edgeBps ?? table.edgeBps;
  const auto = readAutoCashOut(autoText, ceilingHundredths);
  const intended = useIntendedBet(crashRules(edgeBps), auto === "invalid" ? null : NO_PARAMS, currency);
  const { stakeMinor, obstacle } = intended;
  const { bets, step, place, cashOut } = play;
  const isBetting = round?.phase === "betting";
  const queue = useQueuedBet({
    seat: { userId, isLive },
    currency: currency.code,
    isStopped,
    hasFailed: step.kind === "refused" || step.kind === "unanswered",
    isBetting,
    place: (bet) => round !== null && void place(round.roundId, bet),
  });
  const open = bets.find(
    ({ roundId, payout, cashedOutHundredths }) =>
      roundId === round?.roundId && payout === null && cashedOutHundredths === null,
  );
  const isRunning = round?.phase === "running";
  const mine = isBetting || isRunning ? open : undefined;
  const hadBet = useJustGone(mine !== undefined, LATE_PRESS_MS);

  function bet(): void {
    if (stakeMinor === null || auto === "invalid") return;
    const wanted = { stake: stakeMinor.toString(), currency: currency.code, autoCashOutHundredths: auto };
    play.forget();
    if (isBetting) void place(round.roundId, wanted);
    else queue.queue(wanted);
  }
  function act(): void {
    const press = crashPress({
      isBusy: step.kind === "busy",
      hasBet: mine !== undefined,
      hadBet,
      isRunning,
      isQueued: queue.queued !== null,
      isHindered: obstacle !== null,
    });
    if (press === "bet") bet();
    if (press === "cashOut" && mine !== undefined) void cashOut(mine.betId);
  }

  return (
    <div className="flex flex-col gap-4">
      <AmountInput
        label={words("stake")}
        aside={
          balance && words("available", { amount: readableAmount(balance.available, currency.decimals) })
        }
        value={intended.stakeText}
        onChange={intended.setStakeText}
        currency={currency.code}
        shortcuts={[
          { label: "½", name: words("half"), onPress: intended.halve },
          { label: "2×", name: words("double"), onPress: intended.double },
          { label: words("max"), name: words("maximum"), onPress: intended.max },
        ]}
      />
      <Field
        label={t("auto")}
        hint={t("autoHint")}
        error={
          auto === "invalid"
            ? t("autoInvalid", {
                lowest: hundredthsText(LOWEST_CASH_OUT),
                highest: hundredthsText(ceilingHundredths),
              })
            : null
        }
      >
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            value={autoText}
            placeholder={t("byHand")}
            onChange={({ target }) => setAutoText(target.value)}
            suffix={<span className="px-1">×</span>}
          />
        )}
      </Field>
      <div className="order-last lg:order-none">
        <CrashFacts
          stakeMinor={stakeMinor}
          autoHundredths={auto === "invalid" ? null : auto}
          edgeBps={edgeBps}
          maxProfitMinor={intended.maxProfitMinor}
          currency={currency}
        />
      </div>
      <CrashAction
        notices={
          <>
            <BetFailure step={step} unanswered={t("unanswered")} onClose={play.forget} />
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
        obstacle={obstacle}
        hadBet={hadBet}
        onPress={act}
      />
      <HotkeysSwitch hint={t("hotkeys")} keys={{ " ": act, s: intended.halve, d: intended.double }} />
    </div>
  );
}

/** A bet rides only as far as it may win, so that the house's risk bounds its stake at the lowest cash-out alone. */
function crashRules(edgeBps: number) {
  return {
    id: "crash",
    edge: { minBps: edgeBps, maxBps: edgeBps, defaultBps: edgeBps },
    maxMultiplier: () => ({ numerator: BigInt(LOWEST_CASH_OUT), denominator: 100n }),
  };
}
