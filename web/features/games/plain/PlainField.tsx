"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Select } from "@/components/Select";
import type { FormField } from "@/lib/games/schemaForm";

type Props = {
  readonly field: FormField;
  readonly text: string;
  readonly onText: (text: string) => void;
};

/** One input of a plain game, with what its schema says about it. */
export function PlainField({ field, text, onText }: Props) {
  const t = useTranslations("games.plain");
  const range = "min" in field ? t("range", { min: field.min, max: field.max }) : undefined;
  const hints = { integer: "", choice: "", integers: t("listHint"), json: t("jsonHint") };
  const hint = [field.description, hints[field.kind]].filter((part) => part !== "").join(". ");
  return (
    <Field label={field.name} aside={range} hint={hint}>
      {(control) =>
        field.kind === "choice" ? (
          <Select {...control} value={text} onChange={(event) => onText(event.target.value)}>
            {field.values.map((value) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
          </Select>
        ) : (
          <Input
            {...control}
            inputMode={field.kind === "integer" ? "numeric" : "text"}
            isMono={field.kind === "json"}
            value={text}
            onChange={(event) => onText(event.target.value)}
          />
        )
      }
    </Field>
  );
}
