"use client";

import { type ReactNode, useId } from "react";

type Option<Value extends string> = { readonly value: Value; readonly label: ReactNode };

type Props<Value extends string> = {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
};

/** A choice between few things, all of them in sight. */
export function Segmented<Value extends string>(props: Props<Value>) {
  const { label, options, value, onChange, disabled = false } = props;
  const name = useId();
  return (
    <fieldset
      disabled={disabled}
      className="grid min-w-0 auto-cols-fr grid-flow-col gap-1 rounded-control bg-sunken p-1 ring-1 ring-border"
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="relative inline-flex h-9 items-center justify-center gap-2 rounded-md px-3 text-sm text-ink-soft transition-colors hover:text-ink has-checked:bg-selected has-checked:font-medium has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
