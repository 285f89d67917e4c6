"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

const OPEN_AFTER_MS = 250;

/** Explains its trigger on hover and on keyboard focus. The trigger must be focusable. */
export function Tooltip({ text, children }: { readonly text: ReactNode; readonly children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={OPEN_AFTER_MS}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={12}
            className="animate-rise z-50 max-w-72 rounded-control border bg-raised px-3 py-2 text-sm text-ink shadow-float"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
