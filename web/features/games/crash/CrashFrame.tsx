"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/Card";

type Props = { readonly panel: ReactNode; readonly field: ReactNode };

/** The panel at the left, the field at the right; on a phone the field comes first. */
export function CrashFrame({ panel, field }: Props) {
  const t = useTranslations("games");
  return (
    <div className="grid gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <Card aria-label={t("panel")} className="order-2 lg:order-1">
        {panel}
      </Card>
      <section
        aria-label={t("field")}
        className="order-1 flex min-w-0 flex-col rounded-card border bg-surface lg:order-2"
      >
        {field}
      </section>
    </div>
  );
}
