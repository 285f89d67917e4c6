"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/Notice";
import { VerificationSteps } from "@/components/VerificationSteps";
import { type RevealedBet, type BetVerdict as Verdict, verifyBet } from "@/lib/verify/verifyBet";

const CHECKS = ["commitment", "outcome", "payout"] as const;

/** The bet worked out again here, in the browser, and held against what the house said. */
export function BetVerdict({ bet }: { readonly bet: RevealedBet }) {
  const t = useTranslations("bets.verdict");
  const verdict = attempt(bet);
  if (verdict instanceof Error) return <Notice tone="negative">{verdict.message}</Notice>;
  const isFair = CHECKS.every((check) => verdict.checks[check]);
  return (
    <div className="space-y-4">
      <Notice tone={isFair ? "positive" : "negative"}>
        <p className="font-medium">{t(isFair ? "fair" : "unfair")}</p>
        <ul className="list-outside list-disc pl-4">
          {CHECKS.map((check) => (
            <li key={check}>{t(`${check}.${verdict.checks[check]}`)}</li>
          ))}
        </ul>
      </Notice>
      <VerificationSteps recomputed={verdict.recomputed} />
    </div>
  );
}

function attempt(bet: RevealedBet): Verdict | Error {
  try {
    return verifyBet(bet);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
