"use client";

import { useTranslations } from "next-intl";
import { useCurrency } from "@/lib/house/houseQuery";
import { useTreasury } from "@/lib/house/treasuryQuery";

const HUNDREDTHS_OF_A_PERCENT = 10_000n;

/** The vault as one bar: how much of it belongs to players, and how much to the house. */
export function Coverage() {
  const t = useTranslations("transparency.coverage");
  const currency = useCurrency();
  const row = useTreasury().data?.items.find((item) => item.currency === currency?.code);
  if (row === undefined || BigInt(row.vaultBalance) <= 0n) return null;
  const owed = shareNearest(BigInt(row.owedToPlayers), BigInt(row.vaultBalance));
  const bankroll = shareNearest(BigInt(row.bankroll), BigInt(row.vaultBalance));
  return (
    <figure className="mt-6 border-t pt-5">
      <div aria-hidden className="flex h-3 gap-0.5 overflow-hidden rounded-full bg-raised">
        {owed > 0 && <span className="min-w-1.5 bg-accent" style={{ width: `${owed}%` }} />}
        {bankroll > 0 && <span className="min-w-1.5 bg-control" style={{ width: `${bankroll}%` }} />}
      </div>
      <figcaption className="figures mt-3 flex flex-wrap gap-x-6 gap-y-1 text-sm text-ink-soft">
        <span className="inline-flex items-center gap-2">
          <span aria-hidden className="size-2.5 rounded-full bg-accent" />
          {t("owed", { percent: owed.toFixed(2) })}
        </span>
        <span className="inline-flex items-center gap-2">
          <span aria-hidden className="size-2.5 rounded-full bg-control" />
          {t("bankroll", { percent: bankroll.toFixed(2) })}
        </span>
      </figcaption>
    </figure>
  );
}

/** A part of a positive whole in percent, to the nearest of two decimals, within 0 … 100: for display only. */
function shareNearest(part: bigint, whole: bigint): number {
  const hundredths = (2n * part * HUNDREDTHS_OF_A_PERCENT + whole) / (2n * whole);
  return Math.min(100, Math.max(0, Number(hundredths) / 100));
}
