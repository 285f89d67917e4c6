"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/EmptyState";

type Props = { readonly error: Error & { digest?: string }; readonly reset: () => void };

/** A screen that broke: money and bets are not touched by it, and the page says so. */
export default function ScreenError({ error, reset }: Props) {
  const t = useTranslations("error");
  return (
    <div role="alert">
      <h1 className="sr-only">{t("title")}</h1>
      <EmptyState
        icon={TriangleAlert}
        title={t("title")}
        text={error.digest === undefined ? t("text") : t("textWithDigest", { digest: error.digest })}
        action={
          <Button variant="primary" onClick={reset}>
            {t("tryAgain")}
          </Button>
        }
      />
    </div>
  );
}
