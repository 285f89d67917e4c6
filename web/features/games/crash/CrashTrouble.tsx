"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { Notice } from "@/components/Notice";
import type { CrashStep } from "@/features/games/crash/useCrashBets";

type Props = { readonly step: CrashStep; readonly onClose: () => void };

/** Why the last bet or cash-out was refused, or what to do about one that was not answered. */
export function CrashTrouble({ step, onClose }: Props) {
  const t = useTranslations("crash.panel");
  if (step.kind === "refused") {
    return (
      <Notice
        tone="negative"
        action={
          <Button size="sm" variant="ghost" onClick={onClose}>
            {t("understood")}
          </Button>
        }
      >
        {step.text}
      </Notice>
    );
  }
  if (step.kind !== "unanswered") return null;
  return (
    <Notice tone="warning">
      <p>{t("unanswered")}</p>
      <Button size="sm" onClick={step.again}>
        {t("again")}
      </Button>
    </Notice>
  );
}
