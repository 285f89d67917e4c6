"use client";

import { useTranslations } from "next-intl";
import type { ReconciliationView } from "#domain/api/monitoring.ts";
import { classNames } from "@/lib/classNames";
import { useMoment } from "@/lib/format/useMoment";
import { booksVerdict, verdictTone } from "@/lib/house/booksVerdict";
import { HISTORY_PAGE } from "@/lib/house/comparisonsQuery";

type Props = {
  /** Newest first. */
  readonly comparisons: readonly ReconciliationView[];
};

const BARS = { positive: "bg-positive/70", warning: "bg-warning/70", negative: "bg-negative" } as const;

/** The latest comparisons as a row of bars, the newest at the right; one that found something stands out. */
export function ComparisonStrip({ comparisons }: Props) {
  const t = useTranslations("books.history");
  const momentText = useMoment();
  const shown = comparisons.slice(0, HISTORY_PAGE).toReversed();
  const tones = shown.map((comparison) => verdictTone(booksVerdict(comparison)));
  const differing = tones.filter((tone) => tone === "negative").length;
  const tolerated = tones.filter((tone) => tone === "warning").length;
  const [oldest] = shown;
  return (
    <figure>
      <div aria-hidden className="flex h-9 items-end gap-[2px] sm:gap-1">
        {Array.from({ length: HISTORY_PAGE - shown.length }, (_, place) => place).map((place) => (
          <span key={place} className="h-full flex-1 rounded-[2px] bg-raised" />
        ))}
        {shown.map((comparison) => {
          const { checkedAt, blockNumber, variance } = comparison;
          return (
            <span
              key={`${checkedAt}:${blockNumber}`}
              title={`${momentText(checkedAt)} · ${blockNumber} · ${variance}`}
              className={classNames(
                "h-full flex-1 rounded-[2px]",
                BARS[verdictTone(booksVerdict(comparison))],
              )}
            />
          );
        })}
      </div>
      <figcaption className="figures mt-2 flex flex-wrap justify-between gap-x-6 gap-y-1 text-sm text-ink-soft">
        <span>{t("strip", { count: shown.length, differing, tolerated })}</span>
        {oldest !== undefined && (
          <span className="text-ink-faint">{t("since", { time: momentText(oldest.checkedAt) })}</span>
        )}
      </figcaption>
    </figure>
  );
}
