"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

type Tab = { readonly id: string; readonly label: string; readonly content: ReactNode };

type Props = {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value?: string;
  readonly onChange?: (id: string) => void;
  readonly aside?: ReactNode;
};

export function Tabs({ label, tabs, value, onChange, aside }: Props) {
  const control = value === undefined ? { defaultValue: tabs[0]?.id ?? "" } : { value };
  return (
    <Radix.Root {...control} {...(onChange === undefined ? {} : { onValueChange: onChange })}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Radix.List
          aria-label={label}
          className="inline-flex gap-1 rounded-control bg-sunken p-1 ring-1 ring-border"
        >
          {tabs.map(({ id, label: text }) => (
            <Radix.Trigger
              key={id}
              value={id}
              className="h-8 rounded-md px-3 text-sm text-ink-soft transition-colors hover:text-ink data-[state=active]:bg-selected data-[state=active]:font-medium data-[state=active]:text-ink data-[state=active]:shadow-sm"
            >
              {text}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside}
      </div>
      {tabs.map(({ id, content }) => (
        <Radix.Content key={id} value={id} className="mt-4 rounded-control">
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
