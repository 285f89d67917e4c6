"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Amount } from "@/components/Amount";
import { AmountInput } from "@/components/AmountInput";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Notice } from "@/components/Notice";
import { MAX_AUTO_BETS } from "@/features/games/autoBet";
import { BetButton } from "@/features/games/BetButton";
import type { BetObstacle } from "@/features/games/betObstacle";
import type { useAutoBet } from "@/features/games/useAutoBet";
import { readTypedAmount } from "@/lib/money/typedAmount";

type Props = {
  readonly auto: ReturnType<typeof useAutoBet>;
  readonly obstacle: BetObstacle | null;
  readonly missing: string | undefined;
  readonly currency: CurrencyView;
  /** A bet that the field is still on its way to: nothing here tells its result. */
  readonly untoldId: string | null;
};

const FIRST_COUNT = "10";

/** Sets an auto-bet's limits, starts it, shows how far it is, and stops it. */
export function AutoBetForm({ auto, obstacle, missing, currency, untoldId }: Props) {
  const t = useTranslations("games.auto");
  const { progress } = auto;
  const isTold = progress.latestBetId === null || progress.latestBetId !== untoldId;
  const end = isTold ? auto.end : null;
  const [countText, setCountText] = useState(FIRST_COUNT);
  const [winText, setWinText] = useState("");
  const [lossText, setLossText] = useState("");
  const count = /^[1-9]\d{0,3}$/.test(countText) ? Number(countText) : 0;
  const isCountValid = count >= 1 && count <= MAX_AUTO_BETS;
  const win = readTypedAmount(winText, currency.decimals);
  const loss = readTypedAmount(lossText, currency.decimals);
  const isValid = isCountValid && win.kind !== "invalid" && loss.kind !== "invalid";

  return (
    <div className="space-y-4">
      <Field label={t("count")} error={isCountValid ? null : t("countInvalid", { max: MAX_AUTO_BETS })}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={countText}
            disabled={auto.isRunning}
            onChange={(event) => setCountText(event.target.value)}
          />
        )}
      </Field>
      {[
        { label: t("stopOnWin"), value: winText, onChange: setWinText, typed: win },
        { label: t("stopOnLoss"), value: lossText, onChange: setLossText, typed: loss },
      ].map(({ label, value, onChange, typed }) => (
        <AmountInput
          key={label}
          label={label}
          value={value}
          onChange={onChange}
          currency={currency.code}
          disabled={auto.isRunning}
          error={typed.kind === "invalid" ? t("amountInvalid") : null}
        />
      ))}
      {(auto.isRunning || auto.end !== null) && (
        <Notice tone={end === "failed" ? "warning" : "info"}>
          <span className="figures">
            {end === null ? t("running", { done: progress.done }) : t(`end.${end}`, { done: progress.done })}{" "}
            <Amount
              minor={isTold ? progress.netMinor : progress.netBeforeMinor}
              decimals={currency.decimals}
              currency={currency.code}
              isSigned
            />
          </span>
        </Notice>
      )}
      {auto.isRunning ? (
        <Button variant="danger" size="lg" className="w-full" onClick={auto.stop}>
          {t("stop")}
        </Button>
      ) : (
        <BetButton
          obstacle={isValid ? obstacle : { kind: "fixParams" }}
          missing={isValid ? missing : undefined}
          currency={currency}
          isBusy={false}
          label={t("start")}
          onPress={() =>
            void auto.start({
              count,
              stopOnWinMinor: win.kind === "amount" ? win.minor : null,
              stopOnLossMinor: loss.kind === "amount" ? loss.minor : null,
            })
          }
        />
      )}
    </div>
  );
}
