"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { AmountInput } from "@/components/AmountInput";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { AutoBetNotice } from "@/features/games/AutoBetNotice";
import { MAX_AUTO_BETS } from "@/features/games/autoBet";
import { type AutoBetTexts, readAutoBet } from "@/features/games/autoBetPlan";
import { BetButton } from "@/features/games/BetButton";
import type { BetObstacle } from "@/features/games/betObstacle";
import type { useAutoBet } from "@/features/games/useAutoBet";

type Props = {
  readonly auto: ReturnType<typeof useAutoBet>;
  readonly obstacle: BetObstacle | null;
  readonly missing: string | undefined;
  readonly currency: CurrencyView;
  /** A bet that the field is still on its way to: nothing here tells its result. */
  readonly untoldId: string | null;
};

const FIRST_TEXTS: AutoBetTexts = { count: "10", stopOnWin: "", stopOnLoss: "" };

/** Sets an auto-bet's limits, starts it, shows how far it is, and stops it. */
export function AutoBetForm({ auto, obstacle, missing, currency, untoldId }: Props) {
  const t = useTranslations("games.auto");
  const [texts, setTexts] = useState(FIRST_TEXTS);
  const { plan, faults } = readAutoBet(texts, currency.decimals);
  return (
    <div className="space-y-4">
      <Field
        label={t("count")}
        error={faults.has("count") ? t("countInvalid", { max: MAX_AUTO_BETS }) : null}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={texts.count}
            disabled={auto.isRunning}
            onChange={({ target }) => setTexts({ ...texts, count: target.value })}
          />
        )}
      </Field>
      {(["stopOnWin", "stopOnLoss"] as const).map((stop) => (
        <AmountInput
          key={stop}
          label={t(stop)}
          value={texts[stop]}
          onChange={(text) => setTexts({ ...texts, [stop]: text })}
          currency={currency.code}
          disabled={auto.isRunning}
          error={faults.has(stop) ? t("amountInvalid") : null}
        />
      ))}
      {(auto.isRunning || auto.end !== null) && (
        <AutoBetNotice auto={auto} currency={currency} untoldId={untoldId} />
      )}
      {auto.isRunning ? (
        <Button variant="danger" size="lg" className="w-full" onClick={auto.stop}>
          {t("stop")}
        </Button>
      ) : (
        <BetButton
          obstacle={plan === null ? { kind: "fixParams" } : obstacle}
          missing={plan === null ? undefined : missing}
          currency={currency}
          isBusy={false}
          label={t("start")}
          onPress={() => void (plan !== null && auto.start(plan))}
        />
      )}
    </div>
  );
}
