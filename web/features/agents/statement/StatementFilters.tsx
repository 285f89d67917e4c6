"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { uuid } from "#domain/api/primitives.ts";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Select } from "@/components/Select";
import { PERIODS, periodBegins, type StatementSearch } from "@/features/agents/statement/statementSearch";
import { shortened } from "@/lib/format/shortened";
import { useHouse } from "@/lib/house/houseQuery";

type Props = {
  readonly search: StatementSearch;
  readonly onChange: (search: StatementSearch) => void;
};

const TYPES = ["revenue_share", "turnover", "clawback"] as const;

/** Which lines are shown; what is chosen counts at once. */
export function StatementFilters({ search, onChange }: Props) {
  const t = useTranslations("agents.statement");
  const currencies = useHouse().house?.currencies ?? [];
  // As of when the screen was opened: what stands in the address does not move at midnight either.
  const [begins] = useState(() => periodBegins(Date.now()));
  return (
    <Card>
      <div className="grid grid-cols-2 gap-4 lg:grid-cols-[1fr_1fr_1fr_1fr_2fr]">
        <DayField
          label={t("from")}
          day={search.from}
          latest={search.to}
          onChange={(from) => onChange({ ...search, from })}
        />
        <DayField
          label={t("to")}
          day={search.to}
          earliest={search.from}
          onChange={(to) => onChange({ ...search, to })}
        />
        <Choice
          label={t("type")}
          value={search.type}
          options={TYPES.map((value) => ({ value, text: t(`types.${value}`) }))}
          onChange={(type) => onChange({ ...search, type })}
        />
        <Choice
          label={t("currency")}
          value={search.currency}
          options={currencies.map(({ code }) => ({ value: code, text: code }))}
          onChange={(currency) => onChange({ ...search, currency })}
        />
        <PlayerField
          key={search.playerId}
          playerId={search.playerId}
          onChange={(playerId) => onChange({ ...search, playerId })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2 pt-4">
        {PERIODS.map((period) => (
          <Button
            key={period}
            size="sm"
            variant={search.from === begins[period] && search.to === undefined ? "secondary" : "ghost"}
            aria-pressed={search.from === begins[period] && search.to === undefined}
            onClick={() => onChange({ ...search, from: begins[period], to: undefined })}
          >
            {t(`period.${period}`)}
          </Button>
        ))}
        {search.agentId !== undefined && (
          <Button size="sm" variant="ghost" onClick={() => onChange({ ...search, agentId: undefined })}>
            <X aria-hidden className="size-4" />
            {t("ofAgent", { agent: shortened(search.agentId) })}
          </Button>
        )}
      </div>
    </Card>
  );
}

type DayFieldProps = {
  readonly label: string;
  readonly day: string | undefined;
  readonly earliest?: string | undefined;
  readonly latest?: string | undefined;
  readonly onChange: (day: string | undefined) => void;
};

function DayField({ label, day, earliest, latest, onChange }: DayFieldProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          type="date"
          min={earliest}
          max={latest}
          value={day ?? ""}
          onChange={({ target }) => onChange(target.value === "" ? undefined : target.value)}
        />
      )}
    </Field>
  );
}

type ChoiceProps<Value extends string> = {
  readonly label: string;
  readonly value: Value | undefined;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value | undefined) => void;
};

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const t = useTranslations("agents.statement");
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={value ?? ""}
          onChange={({ target }) => onChange(options.find((option) => option.value === target.value)?.value)}
        >
          <option value="">{t("any")}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

type PlayerFieldProps = {
  readonly playerId: string | undefined;
  readonly onChange: (playerId: string | undefined) => void;
};

function PlayerField({ playerId, onChange }: PlayerFieldProps) {
  const t = useTranslations("agents.statement");
  const [text, setText] = useState(playerId ?? "");
  const isReadable = text.trim() === "" || uuid.safeParse(text.trim()).success;
  return (
    <div className="col-span-2 lg:col-span-1">
      <Field label={t("player")} error={isReadable ? null : t("playerInvalid")}>
        {(control) => (
          <Input
            {...control}
            isMono
            placeholder={t("playerAny")}
            value={text}
            onChange={({ target: { value } }) => {
              setText(value);
              const typed = value.trim();
              if (typed === "") onChange(undefined);
              else if (uuid.safeParse(typed).success) onChange(typed);
            }}
          />
        )}
      </Field>
    </div>
  );
}
