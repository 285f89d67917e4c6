"use client";

import { Signpost } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/EmptyState";

export default function NotFound() {
  const t = useTranslations("notFound");
  return (
    <>
      <h1 className="sr-only">{t("title")}</h1>
      <EmptyState
        icon={Signpost}
        title={t("title")}
        text={t("text")}
        action={
          <ButtonLink href="/" variant="primary">
            {t("toLobby")}
          </ButtonLink>
        }
      />
    </>
  );
}
