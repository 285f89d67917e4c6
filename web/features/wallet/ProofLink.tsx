"use client";

import { FileCheck, LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { AnchorButton, ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";

/** The way to the proof of one's balance, and out without the house. */
export function ProofLink() {
  const t = useTranslations("wallet.proof");
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <div className="max-w-2xl text-sm">
          <h2 className="text-base font-medium">{t("title")}</h2>
          <p className="mt-1 text-ink-soft">{t("text")}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <ButtonLink href="/wallet/proof">
            <FileCheck aria-hidden className="size-4" />
            {t("open")}
          </ButtonLink>
          {/* A whole page load: the exit page has a content security policy of its own. */}
          <AnchorButton href="/exit" variant="ghost">
            <LogOut aria-hidden className="size-4" />
            {t("exit")}
          </AnchorButton>
        </div>
      </div>
    </Card>
  );
}
