"use client";

import { Clock } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Amount } from "@/components/Amount";
import { Button } from "@/components/Button";
import { LimitMeter } from "@/features/limits/LimitMeter";
import type { OwnLimit } from "@/features/limits/ownLimit";
import { periodEnd } from "@/features/limits/periodEnd";
import { ageText } from "@/lib/format/ageText";
import { useMoment } from "@/lib/format/useMoment";
import { useNow } from "@/lib/format/useNow";
import { readableAmount } from "@/lib/money/displayAmount";

type Props = {
  readonly limit: OwnLimit;
  readonly currency: CurrencyView;
  readonly onChange: () => void;
};

/** One limit: what stands, what is used of it, and what is on its way. */
export function LimitRow({ limit, currency, onChange }: Props) {
  const t = useTranslations("limits");
  const locale = useLocale();
  const nowMs = useNow();
  const momentText = useMoment();
  const { kind, period, amountMinor, usedMinor, next } = limit;
  const amount = (minor: bigint) => `${readableAmount(minor, currency.decimals)} ${currency.code}`;
  const name = t("name", { kind, period });
  return (
    <li className="space-y-2 py-3.5 last:pb-0">
      <div className="flex items-center justify-between gap-3">
        <div className="min-w-0">
          <h3 className="text-sm text-ink-faint">{t(`period.${period}`)}</h3>
          {amountMinor === null ? (
            <p className="text-ink-soft">{t("none")}</p>
          ) : (
            <p className="font-medium">
              <Amount minor={amountMinor} decimals={currency.decimals} currency={currency.code} />
            </p>
          )}
        </div>
        <Button
          size="sm"
          aria-label={`${t(amountMinor === null ? "set" : "change")}: ${name}`}
          onClick={onChange}
        >
          {t(amountMinor === null ? "set" : "change")}
        </Button>
      </div>
      {amountMinor !== null && (
        <>
          <LimitMeter label={t("usedOf", { name })} limit={limit} />
          <p className="figures flex flex-wrap justify-between gap-x-4 text-sm text-ink-soft">
            <span>
              {usedMinor < 0n
                ? t(`ahead.${kind}`, { amount: amount(-usedMinor) })
                : usedMinor > amountMinor && kind === "deposit"
                  ? t("held", { amount: amount(usedMinor - amountMinor) })
                  : t("used", { amount: amount(usedMinor) })}
            </span>
            <span className="text-ink-faint">
              {t("anew", { when: ageText(periodEnd(period, nowMs).getTime() - nowMs, locale) })}
            </span>
          </p>
        </>
      )}
      {next !== null && (
        <p className="figures flex items-start gap-2 rounded-control bg-warning-soft px-3 py-2 text-sm">
          <Clock aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          {next.amountMinor === null
            ? t("removedFrom", { when: momentText(next.fromMs) })
            : t("raisedFrom", { amount: amount(next.amountMinor), when: momentText(next.fromMs) })}
        </p>
      )}
    </li>
  );
}
