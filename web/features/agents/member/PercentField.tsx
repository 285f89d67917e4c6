"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";

type Props = {
  readonly label: string;
  /** Of what it is a share. */
  readonly unit: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly isInvalid: boolean;
};

const LONGEST = 6;

/** A share from nothing to the whole, in percent with two decimals. */
export function PercentField({ label, unit, hint, value, onChange, isInvalid }: Props) {
  const t = useTranslations("agents.rates");
  return (
    <Field label={label} hint={hint} error={isInvalid ? t("invalid") : null}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          maxLength={LONGEST}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          suffix={unit}
        />
      )}
    </Field>
  );
}
