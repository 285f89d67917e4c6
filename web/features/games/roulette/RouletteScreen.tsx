"use client";

import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { roulette } from "#domain/games/roulette/roulette.ts";
import { Button } from "@/components/Button";
import { Segmented } from "@/components/Segmented";
import { GameScreen } from "@/features/games/GameScreen";
import { ChipList } from "@/features/games/roulette/ChipList";
import {
  CHIP_SIZES,
  type ChipSize,
  chipsOf,
  type Placement,
  rouletteParams,
  withChip,
  withoutPosition,
} from "@/features/games/roulette/chips";
import { ROLL_MS, RouletteReel } from "@/features/games/roulette/RouletteReel";
import { RouletteTable } from "@/features/games/roulette/RouletteTable";

export function RouletteScreen() {
  const t = useTranslations("games.roulette");
  const [placements, setPlacements] = useState<readonly Placement[]>([]);
  const [size, setSize] = useState<ChipSize>(1);
  const chips = chipsOf(placements);
  const controls = (
    <>
      <div className="space-y-1.5">
        <p aria-hidden className="text-sm text-ink-soft">
          {t("chip")}
        </p>
        <Segmented
          label={t("chip")}
          value={String(size)}
          onChange={(text) => setSize(CHIP_SIZES.find((known) => String(known) === text) ?? size)}
          options={CHIP_SIZES.map((known) => ({ value: String(known), label: known }))}
        />
      </div>
      <ChipList chips={chips} onRemove={(on) => setPlacements(withoutPosition(placements, on))} />
      <div className="grid grid-cols-2 gap-2">
        <Button disabled={placements.length === 0} onClick={() => setPlacements(placements.slice(0, -1))}>
          <Undo2 aria-hidden className="size-4" />
          {t("undo")}
        </Button>
        <Button disabled={placements.length === 0} onClick={() => setPlacements([])}>
          {t("clear")}
        </Button>
      </div>
    </>
  );
  return (
    <GameScreen
      rules={roulette}
      params={rouletteParams(placements)}
      controls={controls}
      missing={t("missing")}
      movesForMs={ROLL_MS}
      canvas={(latest, { isPlaying, isTold }) => (
        <div className="space-y-5">
          <RouletteReel latest={latest} isTold={isTold} />
          <RouletteTable
            chips={chips}
            latest={isTold ? latest : null}
            isLocked={isPlaying}
            onPlace={(on) => setPlacements(withChip(placements, { on, parts: size }))}
          />
        </div>
      )}
    />
  );
}
