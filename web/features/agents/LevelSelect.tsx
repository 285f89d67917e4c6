"use client";

import { useTranslations } from "next-intl";
import type { MemberLevel } from "#domain/agents/hierarchy.ts";
import { Field } from "@/components/Field";
import { Select } from "@/components/Select";

type Props = {
  readonly label: string;
  readonly levels: readonly MemberLevel[];
  readonly value: MemberLevel;
  readonly onChange: (level: MemberLevel) => void;
};

/** A choice of a level of the hierarchy, by its name. */
export function LevelSelect({ label, levels, value, onChange }: Props) {
  const names = useTranslations("agents.level");
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={({ target }) => onChange(levels.find((level) => level === target.value) ?? value)}
        >
          {levels.map((level) => (
            <option key={level} value={level}>
              {names(level)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
