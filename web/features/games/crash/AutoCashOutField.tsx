"use client";

import { useTranslations } from "next-intl";
import { LOWEST_CASH_OUT } from "#domain/games/crash/cashOut.ts";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { hundredthsText } from "@/lib/format/hundredthsText";

type Props = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly isInvalid: boolean;
  readonly ceilingHundredths: number;
};

/** Where to be cashed out without a press; empty for by hand. */
export function AutoCashOutField({ text, onChange, isInvalid, ceilingHundredths }: Props) {
  const t = useTranslations("crash.panel");
  const bounds = { lowest: hundredthsText(LOWEST_CASH_OUT), highest: hundredthsText(ceilingHundredths) };
  return (
    <Field label={t("auto")} hint={t("autoHint")} error={isInvalid ? t("autoInvalid", bounds) : null}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          value={text}
          placeholder={t("byHand")}
          onChange={({ target }) => onChange(target.value)}
          suffix={<span className="px-1">×</span>}
        />
      )}
    </Field>
  );
}
