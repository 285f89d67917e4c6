"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { positions } from "#domain/games/roulette/positions.ts";
import type { Placement } from "@/features/games/roulette/chips";
import { usePositionName } from "@/features/games/roulette/usePositionName";

type Props = { readonly chips: readonly Placement[]; readonly onRemove: (on: string) => void };

/** How the stake is spread, in words; each line can be taken back. */
export function ChipList({ chips, onRemove }: Props) {
  const t = useTranslations("games.roulette");
  const nameOf = usePositionName();
  const all = chips.reduce((sum, { parts }) => sum + parts, 0);
  if (chips.length === 0) {
    return <p className="rounded-control border border-dashed p-4 text-sm text-ink-faint">{t("empty")}</p>;
  }
  return (
    <ul aria-label={t("chips")} className="max-h-44 divide-y overflow-y-auto rounded-control border text-sm">
      {chips.map(({ on, parts }) => {
        const position = positions.find(({ id }) => id === on);
        const name = position === undefined ? on : nameOf(position);
        return (
          <li key={on} className="flex items-center gap-2 py-1 pr-1 pl-3">
            <span className="min-w-0 grow truncate">{name}</span>
            <span className="figures text-ink-faint">{t("share", { parts, all })}</span>
            <button
              type="button"
              aria-label={t("remove", { name })}
              onClick={() => onRemove(on)}
              className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-faint transition-colors hover:bg-raised hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
