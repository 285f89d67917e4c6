"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { PublicCrashRound } from "#domain/api/crash.ts";
import { type RoundVerdict, verifyRound } from "#domain/games/crash/verifyRound.ts";
import { Button } from "@/components/Button";
import { CopyText } from "@/components/CopyText";
import { Notice } from "@/components/Notice";
import { hundredthsText } from "@/features/games/crash/hundredthsText";

const CHECKS = ["commitment", "chain", "terms", "point"] as const;

/** The round worked out again here, in the browser, and held against what the house said. */
export function CrashVerdict({ publicRound }: { readonly publicRound: PublicCrashRound }) {
  const t = useTranslations("crash.verdict");
  const [verdict, setVerdict] = useState<RoundVerdict | null>(null);
  if (publicRound.chain.salt === null) return <Notice>{t("noSalt")}</Notice>;
  if (verdict === null) {
    return (
      <Button variant="primary" onClick={() => setVerdict(verifyRound(publicRound))}>
        {t("verify")}
      </Button>
    );
  }
  const isFair = CHECKS.every((check) => verdict.checks[check]);
  const { game } = publicRound;
  return (
    <div className="space-y-4">
      <Notice tone={isFair ? "positive" : "negative"}>
        <p className="font-medium">{t(isFair ? "fair" : "unfair")}</p>
        <ul className="list-outside list-disc pl-4">
          {CHECKS.map((check) => (
            <li key={check}>{t(`${check}.${verdict.checks[check]}`, { game })}</li>
          ))}
          {!verdict.isEdgeCommitted && <li>{t("edgeNotFixed")}</li>}
        </ul>
      </Notice>
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
    </div>
  );
}
