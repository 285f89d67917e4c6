"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { BetView } from "#domain/api/casino.ts";
import { Segmented } from "@/components/Segmented";
import type { Placement } from "@/features/games/roulette/chips";
import { pocketOf } from "@/features/games/roulette/pockets";
import { TableCell, TablePoint } from "@/features/games/roulette/TablePlaces";
import { COMBINATIONS, type Combination, cells, pointsOf } from "@/features/games/roulette/tablePlaces";

type Laid = "number" | Combination;

type Props = {
  readonly chips: readonly Placement[];
  readonly latest: BetView | null;
  readonly isLocked: boolean;
  readonly onPlace: (on: string) => void;
};

/**
 * The table: numbers with everything around them, and the points between numbers for what is laid on several of
 * them, one kind at a time, so that every target is large enough for a finger.
 */
export function RouletteTable({ chips, latest, isLocked, onPlace }: Props) {
  const t = useTranslations("games.roulette");
  const [laid, setLaid] = useState<Laid>("number");
  const pocket = pocketOf(latest);
  const partsOn = (id: string) => chips.find(({ on }) => on === id)?.parts ?? 0;
  return (
    <div className="mx-auto w-full max-w-4xl space-y-4">
      <div className="mx-auto max-w-lg">
        <Segmented<Laid>
          label={t("laid.label")}
          value={laid}
          onChange={setLaid}
          options={(["number", ...COMBINATIONS] as const).map((kind) => ({
            value: kind,
            label: <span className="-mx-2">{t(`laid.${kind}`)}</span>,
          }))}
        />
      </div>
      <fieldset
        disabled={isLocked}
        className="relative mx-auto h-[32rem] w-full max-w-sm min-w-0 sm:h-60 sm:max-w-none"
      >
        <legend className="sr-only">{t("table")}</legend>
        {cells.map((place) => (
          <TableCell
            key={place.position.id}
            place={place}
            parts={partsOn(place.position.id)}
            isDrawn={place.position.kind === "straight" && place.position.pockets[0] === pocket}
            isFixed={laid !== "number" && place.position.kind === "straight"}
            onPlace={onPlace}
          />
        ))}
        {COMBINATIONS.flatMap((kind) =>
          pointsOf(kind)
            .filter(({ position }) => kind === laid || partsOn(position.id) > 0)
            .map((place) => (
              <TablePoint
                key={place.position.id}
                place={place}
                parts={partsOn(place.position.id)}
                isFixed={kind !== laid}
                onPlace={onPlace}
              />
            )),
        )}
      </fieldset>
    </div>
  );
}
