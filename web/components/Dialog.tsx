"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "@/components/Button";
import { classNames } from "@/lib/classNames";

type Props = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string;
  /** A dialog stands in the middle, a drawer at the right edge. */
  readonly shape?: "dialog" | "drawer";
  readonly children: ReactNode;
};

const SHAPES = {
  dialog: "animate-rise inset-x-4 top-[12vh] mx-auto max-h-[80vh] max-w-md rounded-card border",
  drawer: "animate-slide-in inset-y-0 right-0 w-full max-w-md border-l",
} as const;

export function Dialog({ isOpen, onClose, title, description, shape = "dialog", children }: Props) {
  const t = useTranslations("common");
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Radix.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={classNames(
            "fixed z-50 flex flex-col overflow-hidden bg-surface shadow-float outline-none",
            SHAPES[shape],
          )}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4 pb-2">
            <div className="min-w-0 pt-1.5">
              <Radix.Title className="text-lg font-medium">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-1 text-sm text-ink-soft">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label={t("close")} className="-mr-2">
                <X aria-hidden className="size-5" />
              </IconButton>
            </Radix.Close>
          </div>
          <div className="min-h-0 grow overflow-y-auto px-5 pt-2 pb-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
