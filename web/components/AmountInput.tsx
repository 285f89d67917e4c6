"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";

/** A button beside the amount that fills something in: ½, 2×, Max. */
export type AmountShortcut = { readonly label: string; readonly name: string; readonly onPress: () => void };

type Props = {
  readonly label: string;
  readonly aside?: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly currency: string;
  readonly shortcuts?: readonly AmountShortcut[];
  readonly disabled?: boolean;
};

const LONGEST = 24;

export function AmountInput({
  label,
  aside,
  hint,
  error,
  value,
  onChange,
  currency,
  shortcuts = [],
  disabled,
}: Props) {
  return (
    <Field label={label} aside={aside} hint={hint} error={error}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          placeholder="0.00"
          maxLength={LONGEST}
          disabled={disabled}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          suffix={
            <>
              <span className="px-1">{currency}</span>
              {shortcuts.map((shortcut) => (
                <button
                  key={shortcut.name}
                  type="button"
                  aria-label={`${shortcut.label}: ${shortcut.name}`}
                  disabled={disabled}
                  onClick={shortcut.onPress}
                  className="h-8 min-w-8 rounded-md bg-raised px-2 text-ink-soft transition-colors hover:text-ink disabled:text-ink-faint"
                >
                  {shortcut.label}
                </button>
              ))}
            </>
          }
        />
      )}
    </Field>
  );
}
