"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";

/** What is always within reach: where the money is, how fairness is checked, and the way out. */
export function Footer() {
  const t = useTranslations("shell.footer");
  const look = "rounded-md hover:text-ink";
  return (
    <footer className="border-t pb-20 lg:pb-0">
      <div className="mx-auto flex max-w-7xl flex-wrap items-center justify-between gap-x-8 gap-y-3 px-4 py-6 text-sm text-ink-faint sm:px-6">
        <p>{t("line")}</p>
        <nav aria-label={t("label")} className="flex flex-wrap gap-x-6 gap-y-2">
          <Link href="/fairness" className={look}>
            {t("fairness")}
          </Link>
          <Link href="/transparency" className={look}>
            {t("transparency")}
          </Link>
          <Link href="/wallet/proof" className={look}>
            {t("proof")}
          </Link>
          {/* A whole page load: the exit page has a content security policy of its own. */}
          <a href="/exit" className={look}>
            {t("exit")}
          </a>
        </nav>
      </div>
    </footer>
  );
}
