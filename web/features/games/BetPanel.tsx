"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import type { BetView } from "#domain/api/casino.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import type { AnyInstantGame, JsonObject } from "#domain/games/game.ts";
import { EntranceButton } from "@/components/EntranceButton";
import { Segmented } from "@/components/Segmented";
import { ActionBar } from "@/features/games/ActionBar";
import { AutoBetForm } from "@/features/games/AutoBetForm";
import { BetButton } from "@/features/games/BetButton";
import { BetFacts } from "@/features/games/BetFacts";
import { BetFailure } from "@/features/games/BetFailure";
import { HotkeysSwitch } from "@/features/games/HotkeysSwitch";
import { StakeInput } from "@/features/games/StakeInput";
import { useAutoBet } from "@/features/games/useAutoBet";
import { type BetWatch, useBetting } from "@/features/games/useBetting";
import { useIntendedBet } from "@/features/games/useIntendedBet";

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

/** Stake, settings and the way to bet: one by one, or by itself. */
export function BetPanel({ rules, params, controls, currency, missing, watch, untoldId, onPlaying }: Props) {
  const [mode, setMode] = useState<Mode>("manual");
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
      <ModeChoice mode={mode} onChange={setMode} disabled={auto.isRunning} />
      <StakeInput intended={intended} currency={currency} disabled={auto.isRunning} />
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

type ModeProps = {
  readonly mode: Mode;
  readonly onChange: (mode: Mode) => void;
  readonly disabled: boolean;
};

function ModeChoice({ mode, onChange, disabled }: ModeProps) {
  const t = useTranslations("games.mode");
  return (
    <Segmented<Mode>
      label={t("label")}
      value={mode}
      onChange={onChange}
      disabled={disabled}
      options={(["manual", "auto"] as const).map((value) => ({ value, label: t(value) }))}
    />
  );
}
