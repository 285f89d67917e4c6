"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import type { JsonObject } from "#domain/games/game.ts";
import type { AnyRoundGame } from "#domain/games/round.ts";
import { Amount } from "@/components/Amount";
import { AmountInput } from "@/components/AmountInput";
import { Button } from "@/components/Button";
import { EntranceButton } from "@/components/EntranceButton";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import { BetButton } from "@/features/games/BetButton";
import type { Table } from "@/features/games/rounds/RoundScreen";
import type { StepPhase } from "@/features/games/rounds/useRound";
import { useGameEdge } from "@/features/games/useGameEdge";
import { useIntendedBet } from "@/features/games/useIntendedBet";
import { useBalance } from "@/lib/account/meQuery";
import { readableAmount } from "@/lib/money/displayAmount";

type Props = {
  readonly rules: AnyRoundGame;
  readonly params: JsonObject;
  readonly controls: ReactNode;
  readonly currency: CurrencyView;
  readonly table: Table;
  readonly phase: StepPhase;
  /** With the stake in minor units. */
  readonly onStart: (stake: string) => void;
  /** What can be done while the round is open. */
  readonly children: ReactNode;
};

const BPS_PER_PERCENT = 100;

/** Stake and settings of the next round; while one is open, what can be done in it. */
export function RoundPanel({ rules, params, controls, currency, table, phase, onStart, children }: Props) {
  const t = useTranslations("games");
  const { balance } = useBalance();
  const edgeBps = useGameEdge(rules);
  const intended = useIntendedBet(rules, params, currency);
  const { decimals, code } = currency;
  const { round, isOpen, isBusy } = table;
  const amount = (minor: bigint | null) =>
    minor === null ? "–" : <Amount minor={minor} decimals={decimals} currency={code} />;
  return (
    <div className="flex flex-col gap-4">
      <AmountInput
        label={t("stake")}
        aside={balance && t("available", { amount: readableAmount(balance.available, decimals) })}
        value={intended.stakeText}
        onChange={intended.setStakeText}
        currency={code}
        disabled={isOpen || isBusy}
        shortcuts={[
          { label: "½", name: t("half"), onPress: intended.halve },
          { label: "2×", name: t("double"), onPress: intended.double },
          { label: t("max"), name: t("maximum"), onPress: intended.max },
        ]}
      />
      <fieldset disabled={isOpen || isBusy} className="min-w-0 space-y-4">
        {controls}
      </fieldset>
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
      <Failure phase={phase} />
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
    </div>
  );
}

/** Why the last step was refused, or what to do about one that was not answered. */
function Failure({ phase }: { readonly phase: StepPhase }) {
  const t = useTranslations("games.rounds");
  if (phase.kind === "refused") return <Notice tone="negative">{phase.text}</Notice>;
  if (phase.kind !== "unanswered") return null;
  return (
    <Notice tone="warning">
      <p>{t("unanswered")}</p>
      <Button size="sm" onClick={phase.again}>
        {t("again")}
      </Button>
    </Notice>
  );
}
