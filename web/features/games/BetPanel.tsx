"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import type { BetView } from "#domain/api/casino.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import type { AnyInstantGame, JsonObject } from "#domain/games/game.ts";
import { AmountInput } from "@/components/AmountInput";
import { EntranceButton } from "@/components/EntranceButton";
import { Segmented } from "@/components/Segmented";
import { ActionBar } from "@/features/games/ActionBar";
import { AutoBetForm } from "@/features/games/AutoBetForm";
import { BetButton } from "@/features/games/BetButton";
import { BetFacts } from "@/features/games/BetFacts";
import { BetFailure } from "@/features/games/BetFailure";
import { HotkeysSwitch } from "@/features/games/HotkeysSwitch";
import { useAutoBet } from "@/features/games/useAutoBet";
import { type BetWatch, useBetting } from "@/features/games/useBetting";
import { useIntendedBet } from "@/features/games/useIntendedBet";
import { useBalance } from "@/lib/account/meQuery";
import { readableAmount } from "@/lib/money/displayAmount";

type Props = {
  readonly rules: AnyInstantGame;
  readonly params: JsonObject | null;
  readonly controls: ReactNode;
  readonly currency: CurrencyView;
  readonly missing: string | undefined;
  readonly watch: BetWatch;
  /** A bet that the field is still on its way to. */
  readonly untoldId: string | null;
  /** Told when bets begin to be placed, and when they end. */
  readonly onPlaying: (isPlaying: boolean) => void;
};

type Mode = "manual" | "auto";

export function BetPanel({ rules, params, controls, currency, missing, watch, untoldId, onPlaying }: Props) {
  const t = useTranslations("games");
  const [mode, setMode] = useState<Mode>("manual");
  const { balance } = useBalance();
  const intended = useIntendedBet(rules, params, currency);
  const { step, place, forget } = useBetting(watch);
  const auto = useAutoBet(bet);
  const isBusy = step.kind === "busy" || auto.isRunning;
  const tellPlaying = useEffectEvent(onPlaying);
  useEffect(() => tellPlaying(isBusy), [isBusy]);

  async function bet(): Promise<BetView | null> {
    if (intended.stakeMinor === null || params === null) return null;
    const stake = intended.stakeMinor.toString();
    return place({ game: rules.id, currency: currency.code, stake, params });
  }

  const hotkeys = {
    " ": () => void (intended.obstacle === null && !isBusy && bet()),
    s: intended.halve,
    d: intended.double,
  };
  return (
    <div className="flex flex-col gap-4">
      <Segmented<Mode>
        label={t("mode.label")}
        value={mode}
        onChange={setMode}
        disabled={auto.isRunning}
        options={[
          { value: "manual", label: t("mode.manual") },
          { value: "auto", label: t("mode.auto") },
        ]}
      />
      <AmountInput
        label={t("stake")}
        aside={balance && t("available", { amount: readableAmount(balance.available, currency.decimals) })}
        value={intended.stakeText}
        onChange={intended.setStakeText}
        currency={currency.code}
        disabled={auto.isRunning}
        shortcuts={[
          { label: "½", name: t("half"), onPress: intended.halve },
          { label: "2×", name: t("double"), onPress: intended.double },
          { label: t("max"), name: t("maximum"), onPress: intended.max },
        ]}
      />
      <fieldset disabled={auto.isRunning} className="min-w-0 space-y-4">
        {controls}
      </fieldset>
      <div className="order-last lg:order-none">
        <BetFacts rules={rules} params={params} intended={intended} currency={currency} />
      </div>
      <ActionBar isAtHand={mode === "manual"} notices={<BetFailure step={step} onClose={forget} />}>
        <EntranceButton to="play">
          {mode === "manual" ? (
            <BetButton
              obstacle={intended.obstacle}
              currency={currency}
              missing={missing}
              isBusy={isBusy}
              onPress={() => void bet()}
            />
          ) : (
            <AutoBetForm
              auto={auto}
              obstacle={intended.obstacle}
              missing={missing}
              currency={currency}
              untoldId={untoldId}
            />
          )}
        </EntranceButton>
      </ActionBar>
      <HotkeysSwitch keys={hotkeys} />
    </div>
  );
}
