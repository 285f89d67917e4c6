"use client";

import { Bomb, Gem } from "lucide-react";
import { useTranslations } from "next-intl";
import { minesTable, type TileLook, tileLooks } from "@/features/games/mines/minesView";
import type { Table } from "@/features/games/rounds/RoundScreen";
import { classNames } from "@/lib/classNames";

const LOOKS: Readonly<Record<TileLook, string>> = {
  covered: "bg-raised text-ink-soft enabled:hover:bg-border",
  safe: "bg-positive-soft text-positive",
  exploded: "bg-negative-soft text-negative ring-2 ring-negative ring-inset",
  mine: "bg-sunken text-negative",
  left: "bg-sunken text-ink-faint",
};

/** The board: tiles that open, and after the round everything that lay under them. */
export function MinesBoard({ round, isOpen, isBusy, act }: Table) {
  const t = useTranslations("games.mines");
  const table = minesTable(round);
  return (
    <fieldset className="mx-auto grid w-full max-w-md grid-cols-5 gap-2">
      <legend className="sr-only">{t("board")}</legend>
      {tileLooks(table).map((look, tile) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a tile is its place on the board.
          key={tile}
          type="button"
          disabled={!isOpen || isBusy || look !== "covered"}
          aria-label={t("tile", { tile: tile + 1, look })}
          onClick={() => act({ action: "pick", tile })}
          className={classNames(
            "flex aspect-square items-center justify-center rounded-control transition-colors",
            LOOKS[look],
          )}
        >
          {(look === "mine" || look === "exploded") && <Bomb aria-hidden className="size-6" />}
          {look === "safe" && <Gem aria-hidden className="size-6" />}
        </button>
      ))}
    </fieldset>
  );
}
