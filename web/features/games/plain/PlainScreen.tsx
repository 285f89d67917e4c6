"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { AnyInstantGame, JsonObject } from "#domain/games/game.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { findInstantGame } from "#domain/games/registry.ts";
import { Segmented } from "@/components/Segmented";
import { GameScreen } from "@/features/games/GameScreen";
import { PlainField } from "@/features/games/plain/PlainField";
import { betFigures } from "@/lib/bets/betFigures";
import { firstText, formsOf, type ParamsForm, readText } from "@/lib/games/schemaForm";

/** Any game by its published parameters alone: a form, and the result in words. */
export function PlainScreen({ id }: { readonly id: string }) {
  const t = useTranslations("games.plain");
  const rules = findInstantGame(id);
  const forms = formsOf(rules.paramsSchema);
  const [chosen, setChosen] = useState(forms[0]?.name ?? "");
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const form = forms.find(({ name }) => name === chosen);
  const controls = (
    <>
      {forms.length > 1 && (
        <Segmented
          label={t("form")}
          value={chosen}
          onChange={setChosen}
          options={forms.map(({ name }) => ({ value: name, label: name }))}
        />
      )}
      {form?.fields.map((field) => (
        <PlainField
          key={field.name}
          field={field}
          text={texts[field.name] ?? firstText(field)}
          onText={(text) => setTexts({ ...texts, [field.name]: text })}
        />
      ))}
    </>
  );
  return (
    <GameScreen
      rules={rules}
      params={form === undefined ? null : paramsOf(rules, form, texts)}
      controls={controls}
      canvas={(latest) => (
        <div className="mx-auto max-w-xl text-center">
          {latest === null ? (
            <p className="text-ink-faint">{t("waiting")}</p>
          ) : (
            <>
              <p className="figures text-5xl font-semibold tracking-tight sm:text-6xl">
                {betFigures(latest).multiplier}
              </p>
              <p className="mt-4 text-ink-soft">{latest.description}</p>
            </>
          )}
        </div>
      )}
    />
  );
}

/** What the inputs say, as the game reads it; null when it refuses. */
function paramsOf(
  rules: AnyInstantGame,
  { constants, fields }: ParamsForm,
  texts: Readonly<Record<string, string>>,
): JsonObject | null {
  const values = fields.map((field) => [field.name, readText(field, texts[field.name] ?? firstText(field))]);
  try {
    return rules.parse({ ...constants, ...Object.fromEntries(values) });
  } catch (error) {
    if (error instanceof GameParamsInvalid) return null;
    throw error;
  }
}
