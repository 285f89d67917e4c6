"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { figureBounds, figureInUnits, type TableFigure } from "@/features/admin/games/tableFigures";
import { useFigureWords } from "@/features/admin/games/useFigureWords";

type Props = {
  readonly figure: TableFigure;
  readonly text: string;
  readonly isInvalid: boolean;
  readonly onChange: (text: string) => void;
};

const LONGEST = 12;

/** One figure of a table, in the unit that people read. */
export function FigureField({ figure, text, isInvalid, onChange }: Props) {
  const t = useTranslations("admin.games.figures");
  const { nameOf, unitOf } = useFigureWords();
  const { lowest, highest } = figureBounds(figure);
  const bounds = { lowest: figureInUnits(figure, lowest), highest: figureInUnits(figure, highest) };
  return (
    <Field label={nameOf(figure)} error={isInvalid ? t("invalid", bounds) : null}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          maxLength={LONGEST}
          value={text}
          onChange={({ target }) => onChange(target.value)}
          suffix={<span className="px-1">{unitOf(figure)}</span>}
        />
      )}
    </Field>
  );
}
