"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import type { JsonObject } from "#domain/games/game.ts";
import type { AnyRoundGame } from "#domain/games/round.ts";
import { Amount } from "@/components/Amount";
import { EntranceButton } from "@/components/EntranceButton";
import { Facts } from "@/components/Facts";
import { ActionBar } from "@/features/games/ActionBar";
import { BetButton } from "@/features/games/BetButton";
import { BetFailure } from "@/features/games/BetFailure";
import { HotkeysSwitch } from "@/features/games/HotkeysSwitch";
import type { PlayStep } from "@/features/games/playStep";
import type { Table } from "@/features/games/rounds/RoundScreen";
import { StakeInput } from "@/features/games/StakeInput";
import { useGameEdge } from "@/features/games/useGameEdge";
import { useIntendedBet } from "@/features/games/useIntendedBet";
import { classNames } from "@/lib/classNames";

type Props = {
  readonly rules: AnyRoundGame;
  readonly params: JsonObject;
  readonly controls: ReactNode;
  readonly currency: CurrencyView;
  readonly table: Table;
  readonly step: PlayStep;
  readonly hotkeys: RoundHotkeys | undefined;
  /** Puts what became of the latest step out of sight. */
  readonly onForget: () => void;
  /** With the stake in minor units. */
  readonly onStart: (stake: string) => void;
  /** What can be done while the round is open. */
  readonly children: ReactNode;
};

/** Keys of a game's actions, and what to say of them. */
export type RoundHotkeys = {
  readonly hint: string;
  readonly keys: Readonly<Record<string, () => void>>;
};

const BPS_PER_PERCENT = 100;

/** Stake and settings of the next round; while one is open, what can be done in it. */
export function RoundPanel(props: Props) {
  const { rules, params, controls, currency, table, step, hotkeys, onForget, onStart, children } = props;
  const t = useTranslations("games");
  const edgeBps = useGameEdge(rules);
  const intended = useIntendedBet(rules, params, currency);
  const { decimals, code } = currency;
  const { round, isOpen, isBusy } = table;
  const amount = (minor: bigint | null) =>
    minor === null ? "–" : <Amount minor={minor} decimals={decimals} currency={code} />;
  return (
    <div className="flex flex-col gap-4">
      {/* What cannot be changed in an open round makes room on a phone for what can be done in it. */}
      <div className={classNames("space-y-4", isOpen && "max-lg:hidden")}>
        <StakeInput intended={intended} currency={currency} disabled={isOpen || isBusy} />
        <fieldset disabled={isOpen || isBusy} className="min-w-0 space-y-4">
          {controls}
        </fieldset>
      </div>
      <div className="order-last lg:order-none">
        <Facts
          facts={[
            isOpen && round !== null
              ? { name: t("rounds.staked"), value: amount(BigInt(round.staked)) }
              : { name: t("facts.highest"), value: amount(intended.payoutMinor) },
            { name: t("facts.edge"), value: `${(edgeBps / BPS_PER_PERCENT).toFixed(2)} %` },
            { name: t("facts.maxWin"), value: amount(intended.maxProfitMinor) },
          ]}
        />
      </div>
      <ActionBar
        isAtHand={false}
        notices={<BetFailure step={step} unanswered={t("rounds.unanswered")} onClose={onForget} />}
      >
        <EntranceButton to="play">
          {isOpen ? (
            <div className="grid gap-2">{children}</div>
          ) : (
            <BetButton
              obstacle={intended.obstacle}
              currency={currency}
              isBusy={isBusy}
              label={t("rounds.start")}
              onPress={() => intended.stakeMinor !== null && onStart(intended.stakeMinor.toString())}
            />
          )}
        </EntranceButton>
      </ActionBar>
      {hotkeys && <HotkeysSwitch {...hotkeys} />}
    </div>
  );
}
