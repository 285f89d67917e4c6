"use client";

import { useTranslations } from "next-intl";
import { Segmented } from "@/components/Segmented";

type Risk = "low" | "medium" | "high";

const RISKS = ["low", "medium", "high"] as const;

type Props = { readonly value: Risk; readonly onChange: (risk: Risk) => void };

/** How far apart a game's prizes lie. */
export function RiskChoice({ value, onChange }: Props) {
  const t = useTranslations("games.risk");
  return (
    <div className="space-y-1.5">
      <p aria-hidden className="text-sm text-ink-soft">
        {t("label")}
      </p>
      <Segmented
        label={t("label")}
        value={value}
        onChange={onChange}
        options={RISKS.map((risk) => ({ value: risk, label: t(risk) }))}
      />
    </div>
  );
}
