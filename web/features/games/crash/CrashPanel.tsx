"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import type { CrashTableView } from "#domain/api/crash.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { LOWEST_CASH_OUT } from "#domain/games/crash/cashOut.ts";
import { AmountInput } from "@/components/AmountInput";
import { Button } from "@/components/Button";
import { EntranceButton } from "@/components/EntranceButton";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { BetButton } from "@/features/games/BetButton";
import { readAutoCashOut } from "@/features/games/crash/autoCashOut";
import { CashOutButton } from "@/features/games/crash/CashOutButton";
import { CrashFacts } from "@/features/games/crash/CrashFacts";
import { CrashHotkeys } from "@/features/games/crash/CrashHotkeys";
import { CrashTrouble } from "@/features/games/crash/CrashTrouble";
import type { HouseClock } from "@/features/games/crash/houseClock";
import { hundredthsText } from "@/features/games/crash/hundredthsText";
import type { IntendedCrashBet, useCrashBets } from "@/features/games/crash/useCrashBets";
import { useIntendedBet } from "@/features/games/useIntendedBet";
import { useBalance } from "@/lib/account/meQuery";
import { readableAmount } from "@/lib/money/displayAmount";

type Props = {
  readonly table: CrashTableView;
  readonly clock: HouseClock;
  readonly currency: CurrencyView;
  readonly play: ReturnType<typeof useCrashBets>;
  readonly isLive: boolean;
};

const FIRST_AUTO = "2.00";
const NO_PARAMS = {};

/** The next bet's settings, and the one button that fits the moment: bet, wait, or cash out. */
export function CrashPanel({ table, clock, currency, play, isLive }: Props) {
  const t = useTranslations("crash.panel");
  const words = useTranslations("games");
  const { balance } = useBalance();
  const [autoText, setAutoText] = useState(FIRST_AUTO);
  const [queued, setQueued] = useState<IntendedCrashBet | null>(null);
  const { round, ceilingHundredths, edgeBps } = table;
  const auto = readAutoCashOut(autoText, ceilingHundredths);
  const rules = crashRules(round?.edgeBps ?? edgeBps);
  const intended = useIntendedBet(rules, auto === "invalid" ? null : NO_PARAMS, currency);
  const { stakeMinor } = intended;
  const { bets, step, place, cashOut } = play;
  const isBetting = round?.phase === "betting";
  const mine = bets.find(
    ({ roundId, payout, cashedOutHundredths }) =>
      roundId === round?.roundId && payout === null && cashedOutHundredths === null,
  );
  const isIn = mine !== undefined && (isBetting || round?.phase === "running");

  const placeQueued = useEffectEvent(() => {
    if (queued === null || round === null) return;
    setQueued(null);
    void place(round.roundId, queued);
  });
  useEffect(() => {
    if (isBetting) placeQueued();
  }, [isBetting]);

  function bet(): void {
    if (stakeMinor === null || auto === "invalid") return;
    const wanted = { stake: stakeMinor.toString(), currency: currency.code, autoCashOutHundredths: auto };
    if (isBetting) void place(round.roundId, wanted);
    else setQueued(wanted);
  }
  const isBusy = step.kind === "betting" || step.kind === "cashingOut";
  const canBet = !isIn && queued === null && intended.obstacle === null;
  function act(): void {
    if (isBusy) return;
    if (isIn && round?.phase === "running") void cashOut(mine.betId);
    else if (canBet) bet();
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
          edgeBps={round?.edgeBps ?? edgeBps}
          maxProfitMinor={intended.maxProfitMinor}
          currency={currency}
        />
      </div>
      <CrashTrouble step={step} onClose={play.forget} />
      <div className="max-lg:sticky max-lg:bottom-[calc(3.75rem+env(safe-area-inset-bottom))] max-lg:z-10 max-lg:-mx-5 max-lg:border-t max-lg:bg-surface max-lg:px-5 max-lg:py-3">
        <EntranceButton to="play">
          {isIn ? (
            <CashOutButton
              table={table}
              clock={clock}
              bet={mine}
              currency={currency}
              isLive={isLive}
              isBusy={step.kind === "cashingOut"}
              onCashOut={act}
            />
          ) : queued === null ? (
            <BetButton
              obstacle={intended.obstacle}
              currency={currency}
              missing={t("fixAuto")}
              isBusy={step.kind === "betting"}
              label={t(isBetting ? "betNow" : "betNext")}
              onPress={bet}
            />
          ) : (
            <div className="space-y-2">
              <p role="status" className="figures text-center text-sm text-ink-soft">
                {t("queued", {
                  amount: readableAmount(BigInt(queued.stake), currency.decimals),
                  currency: currency.code,
                })}
              </p>
              <Button size="lg" className="w-full" onClick={() => setQueued(null)}>
                {t("cancelQueued")}
              </Button>
            </div>
          )}
        </EntranceButton>
      </div>
      <CrashHotkeys keys={{ " ": act, s: intended.halve, d: intended.double }} />
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
