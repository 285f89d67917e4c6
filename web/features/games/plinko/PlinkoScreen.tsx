"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { MAX_ROWS, MIN_ROWS } from "#domain/games/plinko/paytable.ts";
import { type PlinkoParams, plinko } from "#domain/games/plinko/plinko.ts";
import { Field } from "@/components/Field";
import { GameScreen } from "@/features/games/GameScreen";
import { fallMs } from "@/features/games/plinko/board";
import { PlinkoBoard } from "@/features/games/plinko/PlinkoBoard";
import { RiskChoice } from "@/features/games/RiskChoice";

const FIRST: PlinkoParams = { rows: 12, risk: "medium" };

export function PlinkoScreen() {
  const t = useTranslations("games.plinko");
  const [params, setParams] = useState(FIRST);
  const controls = (
    <>
      <RiskChoice value={params.risk} onChange={(risk) => setParams({ ...params, risk })} />
      <Field label={t("rows")} aside={params.rows}>
        {(control) => (
          <input
            {...control}
            type="range"
            min={MIN_ROWS}
            max={MAX_ROWS}
            value={params.rows}
            onChange={(event) => setParams({ ...params, rows: event.target.valueAsNumber })}
            className="h-11 w-full accent-accent"
          />
        )}
      </Field>
    </>
  );
  return (
    <GameScreen
      rules={plinko}
      params={params}
      controls={controls}
      movesForMs={fallMs(params)}
      canvas={(latest, { isTold }) => <PlinkoBoard params={params} latest={latest} isTold={isTold} />}
    />
  );
}
