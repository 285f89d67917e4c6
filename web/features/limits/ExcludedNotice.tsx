"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/Button";
import { Notice } from "@/components/Notice";
import { useMoment } from "@/lib/format/useMoment";

/** That the player is shut out, until when, and what stays possible. */
export function ExcludedNotice({ until }: { readonly until: string }) {
  const t = useTranslations("limits.excluded");
  const momentText = useMoment();
  return (
    <Notice
      tone="warning"
      action={
        <ButtonLink href="/wallet" size="sm">
          {t("wallet")}
        </ButtonLink>
      }
    >
      <p className="font-medium">{t("title", { until: momentText(until) })}</p>
      <p>{t("text")}</p>
    </Notice>
  );
}
