"use client";

import { Dices } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { KENO_NUMBERS, keno } from "#domain/games/keno/keno.ts";
import { KENO_RISKS, type KenoRisk, MAX_PICKS } from "#domain/games/keno/paytable.ts";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Select } from "@/components/Select";
import { GameScreen } from "@/features/games/GameScreen";
import { DRAW_MS, KenoField } from "@/features/games/keno/KenoField";
import { kenoParams, randomPicks, toggled } from "@/features/games/keno/kenoPicks";

export function KenoScreen() {
  const t = useTranslations("games.keno");
  const [picks, setPicks] = useState<readonly number[]>([]);
  const [risk, setRisk] = useState<KenoRisk>("classic");
  const controls = (
    <>
      <Field label={t("risk.label")}>
        {(control) => (
          <Select
            {...control}
            value={risk}
            onChange={({ target }) => setRisk(KENO_RISKS.find((known) => known === target.value) ?? risk)}
          >
            {KENO_RISKS.map((known) => (
              <option key={known} value={known}>
                {t(`risk.${known}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex items-center gap-2">
        <p className="figures grow text-sm text-ink-soft">
          {t("picked", { count: picks.length, max: MAX_PICKS })}
        </p>
        <Button
          size="sm"
          onClick={() => setPicks(randomPicks({ count: MAX_PICKS, of: KENO_NUMBERS, random: Math.random }))}
        >
          <Dices aria-hidden className="size-4" />
          {t("random")}
        </Button>
        <Button size="sm" disabled={picks.length === 0} onClick={() => setPicks([])}>
          {t("clear")}
        </Button>
      </div>
    </>
  );
  return (
    <GameScreen
      rules={keno}
      params={kenoParams(picks, risk)}
      controls={controls}
      missing={t("missing")}
      movesForMs={DRAW_MS}
      canvas={(latest, { isPlaying, isTold }) => (
        <KenoField
          picks={picks}
          risk={risk}
          latest={latest}
          isTold={isTold}
          isLocked={isPlaying}
          onToggle={(number) => setPicks(toggled(picks, number))}
        />
      )}
    />
  );
}
