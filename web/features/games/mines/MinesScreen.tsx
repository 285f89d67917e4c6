"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type MinesParams, mines } from "#domain/games/mines/mines.ts";
import { TILES } from "#domain/games/mines/multiplier.ts";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Select } from "@/components/Select";
import { MinesBoard } from "@/features/games/mines/MinesBoard";
import { minesTable } from "@/features/games/mines/minesView";
import { offeredKeys } from "@/features/games/rounds/offeredKeys";
import { RoundScreen } from "@/features/games/rounds/RoundScreen";

const FIRST: MinesParams = { mines: 3, maxPicks: 5 };
const KEYS = { c: "cashOut" };
const COUNTS = Array.from({ length: TILES - 1 }, (_, place) => place + 1);

export function MinesScreen() {
  const t = useTranslations("games.mines");
  const [wanted, setWanted] = useState(FIRST);
  // As many picks as there are safe tiles, at most.
  const params = mines.parse(wanted);
  const choices = [
    { name: "mines", counts: COUNTS, value: params.mines },
    { name: "maxPicks", counts: COUNTS.slice(0, TILES - params.mines), value: params.maxPicks },
  ] as const;
  const controls = choices.map(({ name, counts, value }) => (
    <Field key={name} label={t(name)}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={({ target }) => setWanted({ ...params, [name]: Number(target.value) })}
        >
          {counts.map((count) => (
            <option key={count}>{count}</option>
          ))}
        </Select>
      )}
    </Field>
  ));
  return (
    <RoundScreen
      rules={mines}
      params={params}
      controls={controls}
      canvas={(table) => <MinesBoard {...table} />}
      standing={(round) => {
        const table = minesTable(round);
        if (table === null || table.pays === null) return t("pickFirst");
        return t("standing", { picks: table.picks.length, multiplier: table.pays });
      }}
      hotkeys={({ round, act }) => ({
        hint: t("hotkeys"),
        keys: offeredKeys(KEYS, minesTable(round)?.actions, (action) => act({ action })),
      })}
      actions={({ round, isBusy, act }) => {
        const table = minesTable(round);
        return (
          <>
            <Button
              variant="primary"
              size="lg"
              isBusy={isBusy}
              disabled={table?.pays === null}
              onClick={() => act({ action: "cashOut" })}
            >
              {table?.pays ? t("cashOut", { multiplier: table.pays }) : t("pickFirst")}
            </Button>
            {table?.nextPays && (
              <p className="figures text-center text-sm text-ink-soft">
                {t("next", { multiplier: table.nextPays })}
              </p>
            )}
          </>
        );
      }}
    />
  );
}
