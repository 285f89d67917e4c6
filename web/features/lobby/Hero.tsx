"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/Button";
import { LiveFigures } from "@/components/LiveFigures";

/** What is different here, in one sentence, and the figures that show it. */
export function Hero() {
  const t = useTranslations("lobby.hero");
  return (
    <section className="rounded-card border bg-surface">
      <div className="max-w-3xl px-5 py-8 sm:px-10 sm:py-12">
        <h1 className="text-3xl font-semibold tracking-tight text-balance sm:text-4xl">{t("title")}</h1>
        <p className="mt-4 max-w-2xl text-ink-soft sm:text-lg">{t("lead")}</p>
        <div className="mt-6 flex flex-wrap gap-2">
          <ButtonLink href="/fairness" variant="primary">
            {t("howFair")}
          </ButtonLink>
          <ButtonLink href="/transparency">{t("whereMoney")}</ButtonLink>
        </div>
      </div>
      <div className="border-t px-5 py-6 sm:px-10">
        <LiveFigures />
      </div>
    </section>
  );
}
