"use client";

import { Bomb, Gem } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { minesTable, type TileLook, tileFrom, tileLooks } from "@/features/games/mines/minesView";
import type { Table } from "@/features/games/rounds/RoundScreen";
import { classNames } from "@/lib/classNames";

const LOOKS: Readonly<Record<TileLook, string>> = {
  covered: "bg-raised text-ink-soft not-aria-disabled:hover:bg-border",
  safe: "bg-positive-soft text-positive",
  exploded: "bg-negative-soft text-negative ring-2 ring-negative ring-inset",
  mine: "bg-sunken text-negative",
  left: "bg-sunken text-ink-faint",
};

/**
 * The board: tiles that open, and after the round everything that lay under them. It is one stop of the Tab key, and arrow
 * keys lead from tile to tile: an opened tile keeps the focus.
 */
export function MinesBoard({ round, isOpen, isBusy, act }: Table) {
  const t = useTranslations("games.mines");
  const [stop, setStop] = useState(0);
  const board = useRef<HTMLFieldSetElement>(null);

  // A round that has just begun goes on here, for whoever plays with the keyboard: its button has gone.
  const wasBusy = useRef(false);
  useEffect(() => {
    const isMove = wasBusy.current && isOpen && !isBusy;
    wasBusy.current = isBusy;
    if (isMove && document.activeElement === document.body) focusTile(board.current, stop);
  }, [isOpen, isBusy, stop]);

  function move(event: KeyboardEvent): void {
    const next = tileFrom(stop, event.key);
    if (next === null) return;
    event.preventDefault();
    setStop(next);
    focusTile(board.current, next);
  }

  return (
    <fieldset ref={board} className="mx-auto grid w-full max-w-md grid-cols-5 gap-2">
      <legend className="sr-only">{t("board")}</legend>
      {tileLooks(minesTable(round)).map((look, tile) => {
        const canPick = isOpen && !isBusy && look === "covered";
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a tile is its place on the board.
            key={tile}
            type="button"
            tabIndex={tile === stop ? 0 : -1}
            aria-disabled={!canPick}
            aria-label={t("tile", { tile: tile + 1, look })}
            onFocus={() => setStop(tile)}
            onKeyDown={move}
            onClick={() => canPick && act({ action: "pick", tile })}
            className={classNames(
              "flex aspect-square items-center justify-center rounded-control transition-colors aria-disabled:cursor-not-allowed",
              LOOKS[look],
            )}
          >
            {(look === "mine" || look === "exploded") && <Bomb aria-hidden className="size-6" />}
            {look === "safe" && <Gem aria-hidden className="size-6" />}
          </button>
        );
      })}
    </fieldset>
  );
}

function focusTile(board: HTMLElement | null, tile: number): void {
  board?.querySelectorAll("button")[tile]?.focus({ preventScroll: true });
}
