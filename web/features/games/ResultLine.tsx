"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { BetView } from "#domain/api/casino.ts";
import { Amount } from "@/components/Amount";
import { betFigures } from "@/lib/bets/betFigures";
import { useCurrency } from "@/lib/house/houseQuery";

/** The latest result in words, read out as it comes. */
export function ResultLine({ bet }: { readonly bet: BetView | null }) {
  const t = useTranslations("games.result");
  const currency = useCurrency();
  return (
    <div className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t px-5 py-3 text-sm">
      <p aria-live="polite" className="min-w-0">
        {bet === null || currency === null ? (
          <span className="text-ink-faint">{t("none")}</span>
        ) : (
          <>
            {bet.description}{" "}
            <Amount
              minor={betFigures(bet).netMinor}
              decimals={currency.decimals}
              currency={currency.code}
              isSigned
            />
          </>
        )}
      </p>
      {bet !== null && (
        <Link
          href={`/bets/${bet.betId}`}
          className="rounded-md font-medium text-accent hover:text-accent-strong"
        >
          {t("open")}
        </Link>
      )}
    </div>
  );
}
