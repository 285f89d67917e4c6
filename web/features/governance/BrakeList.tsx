"use client";

import { useTranslations } from "next-intl";
import type { VaultGovernance } from "#domain/api/governance.ts";
import { Badge } from "@/components/Badge";
import { Changed } from "@/features/governance/Changed";
import { Part } from "@/features/governance/Part";

const NAMES = ["entries", "payouts"] as const;

/** The vault's own brakes; one that was never pulled has never been heard of. */
export function BrakeList({ brakes }: Pick<VaultGovernance, "brakes">) {
  const t = useTranslations("governance.brakes");
  return (
    <Part title={t("title")}>
      <ul className="divide-y">
        {NAMES.map((name) => {
          const brake = brakes.find((known) => known.name === name);
          const isPaused = brake?.isPaused ?? false;
          return (
            <li key={name} className="py-3 text-sm">
              <p className="flex items-center justify-between gap-3">
                {t(name)}
                <Badge tone={isPaused ? "negative" : "positive"}>{t(isPaused ? "paused" : "open")}</Badge>
              </p>
              {brake === undefined ? (
                <span className="text-xs text-ink-faint">{t("never")}</span>
              ) : (
                <Changed at={brake.changed} />
              )}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
