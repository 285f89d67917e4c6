"use client";

import { useTranslations } from "next-intl";
import type { RoundVerdict } from "#domain/games/crash/verifyRound.ts";
import { CopyText } from "@/components/CopyText";
import { hundredthsText } from "@/lib/format/hundredthsText";

type Props = {
  readonly verdict: RoundVerdict;
  /** The round's number in its chain. */
  readonly game: number;
};

/** What was worked out of a round of crash, step by step, to be compared with what the house and the chain say. */
export function CrashSteps({ verdict, game }: Props) {
  const t = useTranslations("crash.verdict");
  return (
    <>
      <dl className="space-y-3 rounded-control bg-sunken p-3 text-sm">
        {[
          { name: t("steps.commitment"), text: verdict.commitment },
          { name: t("steps.root", { game }), text: verdict.root },
          { name: t("steps.anchored"), text: verdict.anchored },
          { name: t("steps.kind"), text: verdict.kind },
        ].map(({ name, text }) => (
          <div key={name} className="space-y-1">
            <dt className="text-ink-soft">{name}</dt>
            <dd>
              <CopyText text={text} name={name} isWhole />
            </dd>
          </div>
        ))}
        <div className="space-y-1">
          <dt className="text-ink-soft">{t("steps.point")}</dt>
          <dd className="figures text-lg font-medium">{hundredthsText(Number(verdict.pointHundredths))}×</dd>
        </div>
      </dl>
      <p className="text-sm text-ink-soft">{t("onChain")}</p>
    </>
  );
}
