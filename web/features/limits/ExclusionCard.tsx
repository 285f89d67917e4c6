"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Select } from "@/components/Select";
import { EXCLUSION_DAYS, type ExclusionChoice, exclusionEnd } from "@/features/limits/exclusionEnd";
import { useMoment } from "@/lib/format/useMoment";
import { useNow } from "@/lib/format/useNow";

const ExclusionDialog = dynamic(() =>
  import("@/features/limits/ExclusionDialog").then((m) => m.ExclusionDialog),
);

const CHOICES = [...EXCLUSION_DAYS, "date"] as const satisfies readonly ExclusionChoice[];
const FIRST_CHOICE = "7";

/** The way to shut oneself out of play for a while. */
export function ExclusionCard({ until }: { readonly until: string | null }) {
  const t = useTranslations("limits.exclusion");
  const momentText = useMoment();
  const nowMs = useNow();
  const [choice, setChoice] = useState<ExclusionChoice>(FIRST_CHOICE);
  const [date, setDate] = useState("");
  const [confirmingMs, setConfirmingMs] = useState<number | null>(null);
  const end = exclusionEnd({ choice, date, currentMs: until === null ? null : Date.parse(until), nowMs });
  return (
    <Card heading={t("title")}>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="space-y-3 text-sm text-ink-soft">
          <p>{t("lead")}</p>
          <ul className="list-outside list-disc space-y-1.5 pl-4 marker:text-ink-faint">
            {(["bets", "money", "final"] as const).map((part) => (
              <li key={part}>{t(`consequences.${part}`)}</li>
            ))}
          </ul>
        </div>
        <div className="space-y-4">
          <LengthField choice={choice} onChoose={setChoice} />
          {choice === "date" && (
            <Field label={t("date")} hint={t("dateHint")}>
              {(control) => (
                <Input
                  {...control}
                  type="date"
                  value={date}
                  onChange={(event) => setDate(event.target.value)}
                />
              )}
            </Field>
          )}
          <p aria-live="polite" className="text-sm text-ink-soft">
            {end.kind === "end" && t("until", { until: momentText(end.untilMs) })}
            {end.kind === "invalid" && t(`invalid.${end.reason}`)}
            {end.kind === "noDate" && t("noDate")}
          </p>
          <Button
            variant="danger"
            size="lg"
            className="w-full"
            disabled={end.kind !== "end"}
            onClick={() => end.kind === "end" && setConfirmingMs(end.untilMs)}
          >
            {t(until === null ? "open" : "openLonger")}
          </Button>
        </div>
      </div>
      {confirmingMs !== null && (
        <ExclusionDialog untilMs={confirmingMs} onClose={() => setConfirmingMs(null)} />
      )}
    </Card>
  );
}

type LengthProps = {
  readonly choice: ExclusionChoice;
  readonly onChoose: (choice: ExclusionChoice) => void;
};

/** For how long, or until a day of one's own. */
function LengthField({ choice, onChoose }: LengthProps) {
  const t = useTranslations("limits.exclusion");
  return (
    <Field label={t("howLong")}>
      {(control) => (
        <Select
          {...control}
          value={choice}
          onChange={({ target }) => onChoose(CHOICES.find((each) => each === target.value) ?? FIRST_CHOICE)}
        >
          {CHOICES.map((each) => (
            <option key={each} value={each}>
              {t(`choice.${each}`)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
