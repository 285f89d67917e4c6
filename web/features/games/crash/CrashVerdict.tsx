"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { PublicCrashRound } from "#domain/api/crash.ts";
import { type RoundVerdict, verifyRound } from "#domain/games/crash/verifyRound.ts";
import { Button } from "@/components/Button";
import { CrashSteps } from "@/components/CrashSteps";
import { Notice } from "@/components/Notice";

const CHECKS = ["commitment", "chain", "terms", "salt", "point"] as const;

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
      <CrashSteps verdict={verdict} game={game} />
    </div>
  );
}
