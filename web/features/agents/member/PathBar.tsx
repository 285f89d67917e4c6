"use client";

import { useTranslations } from "next-intl";
import { WHOLE_BPS } from "#domain/agents/rates.ts";
import { pathShade } from "@/features/agents/member/pathShade";
import type { PathShares } from "@/features/agents/member/pathShares";
import { classNames } from "@/lib/classNames";
import { percentText } from "@/lib/format/percent";

type Props = {
  readonly path: PathShares;
  readonly memberId: string;
  readonly isOver: boolean;
  readonly ceilingBps: number;
  readonly smallestEdgeBps: number;
};

/** The smallest edge as one bar: who takes what of it, what is left to the house, and the ceiling. */
export function PathBar({ path, memberId, isOver, ceilingBps, smallestEdgeBps }: Props) {
  const t = useTranslations("agents.path");
  const { shares, sumBps, houseBps } = path;
  // What goes beyond the whole edge is drawn too: that is what is wrong.
  const widthBps = Math.min(Math.max(WHOLE_BPS, sumBps), 2 * WHOLE_BPS);
  const percentOf = (bps: number) => `${(100 * bps) / widthBps}%`;
  return (
    <div>
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <span className="text-ink-soft">{t("title", { edge: percentText(smallestEdgeBps) })}</span>
        <span className={classNames("figures font-medium", isOver ? "text-negative" : "text-ink")}>
          {t("sum", { sum: percentText(sumBps), ceiling: percentText(ceilingBps) })}
        </span>
      </div>
      <div className="relative mt-2 pb-5">
        <div
          role="img"
          aria-label={t("picture", {
            sum: percentText(sumBps),
            house: percentText(houseBps),
            ceiling: percentText(ceilingBps),
          })}
          className="flex h-6 overflow-hidden rounded-md bg-sunken ring-1 ring-border"
        >
          {shares.map(({ agent, weightBps }, index) => (
            <span
              key={agent.id ?? "above"}
              className={classNames(
                "h-full border-r border-surface last:border-r-0",
                pathShade({ index, isMember: agent.id === memberId, isOver }),
              )}
              style={{ width: percentOf(weightBps) }}
            />
          ))}
        </div>
        <span
          aria-hidden
          className="absolute -top-1 h-8 w-0.5 -translate-x-1/2 rounded-full bg-warning"
          style={{ left: percentOf(ceilingBps) }}
        />
        <span
          aria-hidden
          className={classNames(
            "absolute bottom-0 text-xs whitespace-nowrap text-warning",
            ceilingBps > widthBps / 2 && "-translate-x-full",
          )}
          style={{ left: percentOf(ceilingBps) }}
        >
          {t("ceilingMark")}
        </span>
      </div>
    </div>
  );
}
