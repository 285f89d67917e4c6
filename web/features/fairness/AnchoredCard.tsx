"use client";

import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";

/** Leads to what the chain keeps of the house's commitments. */
export function AnchoredCard() {
  const t = useTranslations("fairness.anchored");
  return (
    <Card heading={t("title")}>
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4">
        <p className="max-w-2xl text-sm text-ink-soft">{t("text")}</p>
        <ButtonLink href="/fairness/epochs">
          {t("open")}
          <ArrowRight aria-hidden className="size-4" />
        </ButtonLink>
      </div>
    </Card>
  );
}
