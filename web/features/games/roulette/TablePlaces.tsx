"use client";

import { useTranslations } from "next-intl";
import type { CSSProperties } from "react";
import type { Position } from "#domain/games/roulette/positions.ts";
import { pocketLook } from "@/features/games/roulette/pockets";
import { type Place, TABLE_BREADTH, TABLE_LENGTH } from "@/features/games/roulette/tablePlaces";
import { usePositionName } from "@/features/games/roulette/usePositionName";
import { classNames } from "@/lib/classNames";

type Props = {
  readonly place: Place;
  readonly parts: number;
  /** It shows what lies on it, and takes nothing now. */
  readonly isFixed: boolean;
  readonly onPlace: (on: string) => void;
};

/** Lying on a wide screen, upright on a narrow one, with zero on top and the outside bets at the left. */
const CELL =
  "absolute p-0.5 left-(--across-left) top-(--along) w-(--breadth) h-(--length) " +
  "sm:left-(--along) sm:top-(--across) sm:w-(--length) sm:h-(--breadth)";
const POINT =
  "absolute z-10 -translate-1/2 left-(--across-left) top-(--along) sm:left-(--along) sm:top-(--across)";

/** A cell of the table. */
export function TableCell({
  place,
  parts,
  isDrawn,
  isFixed,
  onPlace,
}: Props & { readonly isDrawn: boolean }) {
  const { position } = place;
  const label = useCellLabel(position);
  const name = useChipName(position, parts);
  const look = classNames(
    "figures relative flex size-full items-center justify-center rounded-md text-sm font-medium",
    lookOf(position),
    isDrawn && "outline-2 outline-offset-1 outline-ink",
  );
  return (
    <div className={CELL} style={placeStyle(place)}>
      {isFixed ? (
        <div className={look}>{label}</div>
      ) : (
        <button
          type="button"
          aria-label={name}
          onClick={() => onPlace(position.id)}
          className={classNames(look, "transition-[filter] hover:brightness-125 disabled:cursor-not-allowed")}
        >
          {label}
        </button>
      )}
      {parts > 0 && (
        <ChipMark parts={parts} className="pointer-events-none absolute -top-0.5 -right-0.5 z-10" />
      )}
    </div>
  );
}

/** A point between cells. */
export function TablePoint({ place, parts, isFixed, onPlace }: Props) {
  const name = useChipName(place.position, parts);
  if (isFixed) return <ChipMark parts={parts} className={POINT} style={placeStyle(place)} />;
  return (
    <button
      type="button"
      aria-label={name}
      onClick={() => onPlace(place.position.id)}
      style={placeStyle(place)}
      className={classNames(
        POINT,
        "flex size-6 items-center justify-center rounded-full disabled:cursor-not-allowed",
      )}
    >
      {parts > 0 ? (
        <ChipMark parts={parts} />
      ) : (
        <span className="size-3.5 rounded-full border-2 border-accent bg-surface transition-colors hover:bg-accent" />
      )}
    </button>
  );
}

function ChipMark(props: {
  readonly parts: number;
  readonly className?: string;
  readonly style?: CSSProperties;
}) {
  return (
    <span
      style={props.style}
      className={classNames(
        "figures flex h-5 min-w-5 items-center justify-center rounded-full bg-accent px-1 text-[0.6875rem] font-semibold text-on-accent",
        props.className,
      )}
    >
      {props.parts}
    </span>
  );
}

/** Names the position, with what lies on it. */
function useChipName(position: Position, parts: number): string {
  const t = useTranslations("games.roulette");
  const nameOf = usePositionName();
  const name = nameOf(position);
  return parts === 0 ? name : t("withParts", { name, parts });
}

/** What stands in a cell, as short as on a table. */
function useCellLabel({ id, kind, pockets }: Position): string {
  const t = useTranslations("games.roulette.cell");
  const [first = 0] = pockets;
  if (kind === "straight") return String(first);
  if (kind === "dozen") return t("dozen", { from: first, to: first + 11 });
  if (kind === "column") return t("column");
  if (id === "low" || id === "high") return t("half", { from: first, to: first + 17 });
  return t(id === "red" ? "red" : id === "black" ? "black" : id === "even" ? "even" : "odd");
}

function lookOf({ id, kind, pockets }: Position): string {
  if (kind === "straight") return pocketLook(pockets[0] ?? 0);
  if (id === "red") return "bg-negative-soft text-negative";
  return id === "black" ? "bg-raised text-ink" : "border bg-surface text-ink-soft";
}

type PlaceStyle = CSSProperties & Readonly<Record<`--${string}`, string>>;

function placeStyle({ along, across, length, breadth }: Place): PlaceStyle {
  const ofLength = (cells: number) => `${(cells / TABLE_LENGTH) * 100}%`;
  const ofBreadth = (cells: number) => `${(cells / TABLE_BREADTH) * 100}%`;
  return {
    "--along": ofLength(along),
    "--length": ofLength(length),
    "--across": ofBreadth(across),
    "--across-left": ofBreadth(TABLE_BREADTH - across - breadth),
    "--breadth": ofBreadth(breadth),
  };
}
