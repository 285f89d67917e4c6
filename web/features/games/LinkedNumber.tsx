"use client";

import { useState } from "react";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { readTypedAmount } from "@/lib/money/typedAmount";

type Props = {
  readonly label: string;
  readonly unit: string;
  /** The value as it stands, written out; shown whenever the field is not being typed in. */
  readonly value: string;
  readonly decimals: number;
  /** Called for every text that is a number, in units of the last decimal. */
  readonly onNumber: (scaled: number) => void;
};

/** A number that others follow: while it is typed in it keeps the typed text, then it shows what came of it. */
export function LinkedNumber({ label, unit, value, decimals, onNumber }: Props) {
  const [draft, setDraft] = useState<string | null>(null);

  function change(text: string): void {
    setDraft(text);
    const typed = readTypedAmount(text, decimals);
    if (typed.kind === "amount" && typed.minor <= BigInt(Number.MAX_SAFE_INTEGER))
      onNumber(Number(typed.minor));
  }

  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          value={draft ?? value}
          onChange={(event) => change(event.target.value)}
          onBlur={() => setDraft(null)}
          suffix={<span className="px-1">{unit}</span>}
        />
      )}
    </Field>
  );
}
