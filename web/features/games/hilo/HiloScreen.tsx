"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { cardName } from "#domain/games/cards.ts";
import { hilo } from "#domain/games/hilo/hilo.ts";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Select } from "@/components/Select";
import { HiloCards } from "@/features/games/hilo/HiloCards";
import { hiloTable } from "@/features/games/hilo/hiloView";
import { offeredKeys } from "@/features/games/rounds/offeredKeys";
import { RoundScreen, type Table } from "@/features/games/rounds/RoundScreen";

/** The higher the limit, the lower the stake that the house can cover. */
const LIMITS = [13, 25, 50, 100, 250, 1_000, 10_000];
const FIRST_LIMIT = 100;
const KEYS = { h: "higher", l: "lower", s: "skip", c: "cashOut" };

export function HiloScreen() {
  const t = useTranslations("games.hilo");
  const [maxMultiplier, setMaxMultiplier] = useState(FIRST_LIMIT);
  const controls = (
    <Field label={t("limit")} hint={t("limitHint")}>
      {(control) => (
        <Select
          {...control}
          value={maxMultiplier}
          onChange={({ target }) => setMaxMultiplier(Number(target.value))}
        >
          {LIMITS.map((limit) => (
            <option key={limit} value={limit}>
              {limit}×
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
  return (
    <RoundScreen
      rules={hilo}
      params={{ maxMultiplier }}
      controls={controls}
      canvas={(table) => <HiloCards {...table} />}
      actions={(table) => <HiloActions {...table} />}
      standing={(round) => {
        const table = hiloTable(round);
        const card = table?.cards.at(-1);
        if (!table || card === undefined) return null;
        return `${t("lies", { card: cardName(card) })} ${t("wins", { wins: table.wins })}`;
      }}
      hotkeys={({ round, act }) => ({
        hint: t("hotkeys"),
        keys: offeredKeys(KEYS, hiloTable(round)?.actions, (action) => act({ action })),
      })}
    />
  );
}

function HiloActions({ round, isBusy, act }: Table) {
  const t = useTranslations("games.hilo");
  const table = hiloTable(round);
  if (table === null) return null;
  const isOffered = (action: string) => !isBusy && table.actions.includes(action);
  const guesses = [
    { action: "higher", icon: ArrowUp, pays: table.higherPays },
    { action: "lower", icon: ArrowDown, pays: table.lowerPays },
  ] as const;
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        {guesses.map(({ action, icon: Icon, pays }) => (
          <Button
            key={action}
            size="lg"
            className="max-sm:px-2"
            disabled={!isOffered(action)}
            onClick={() => act({ action })}
          >
            <Icon aria-hidden className="size-4 shrink-0" />
            {t(action, { multiplier: pays ?? "–" })}
          </Button>
        ))}
      </div>
      <Button disabled={!isOffered("skip")} onClick={() => act({ action: "skip" })}>
        {t("skip")}
      </Button>
      <Button
        variant="primary"
        size="lg"
        isBusy={isBusy}
        disabled={!isOffered("cashOut")}
        onClick={() => act({ action: "cashOut" })}
      >
        {table.pays === null ? t("guessFirst") : t("cashOut", { multiplier: table.pays })}
      </Button>
    </>
  );
}
