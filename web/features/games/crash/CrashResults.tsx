"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { CrashRoundView } from "#domain/api/crash.ts";
import { classNames } from "@/lib/classNames";
import { hundredthsText } from "@/lib/format/hundredthsText";

/** From here on a result stands out: at least half of all rounds end below. In hundredths. */
const HIGH = 200;

/** Where the last rounds crashed, newest at the left; each leads to all it takes to verify it. */
export function CrashResults({ results }: { readonly results: readonly CrashRoundView[] }) {
  const t = useTranslations("crash.results");
  const crashed = results.flatMap(({ roundId, number, pointHundredths, phase }) =>
    pointHundredths === null || phase === "cancelled" ? [] : [{ roundId, number, pointHundredths }],
  );
  return (
    <div className="border-b px-4 py-3">
      <h2 className="sr-only">{t("title")}</h2>
      {crashed.length === 0 ? (
        <p className="flex h-8 items-center text-sm text-ink-faint">{t("empty")}</p>
      ) : (
        <ul className="flex h-8 flex-wrap gap-2 overflow-hidden">
          {crashed.map(({ roundId, number, pointHundredths }) => (
            <li key={roundId} className="animate-rise shrink-0">
              <Link
                href={`/crash/rounds/${roundId}`}
                prefetch={false}
                aria-label={t("item", { number, multiplier: hundredthsText(pointHundredths) })}
                className={classNames(
                  "figures inline-flex h-8 items-center rounded-md px-2.5 text-sm -outline-offset-2",
                  pointHundredths >= HIGH ? "bg-accent-soft text-accent" : "bg-raised text-ink-soft",
                )}
              >
                {hundredthsText(pointHundredths)}×
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
