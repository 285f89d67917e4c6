"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Card } from "@/components/Card";
import { VerifierForm } from "@/features/fairness/VerifierForm";
import { readVerifierInput, type VerifierFault, type VerifierInput } from "@/features/fairness/verifierInput";
import type { RecomputeInput } from "@/lib/verify/recompute";

const VerifierResult = dynamic(() =>
  import("@/features/fairness/VerifierResult").then((m) => m.VerifierResult),
);

/** Works any outcome out from its seeds, here in the browser: nothing is sent anywhere. */
export function Verifier({ prefilled }: { readonly prefilled: VerifierInput }) {
  const t = useTranslations("fairness.verifier");
  const [input, setInput] = useState(prefilled);
  const [asked, setAsked] = useState<RecomputeInput | null>(null);
  const [fault, setFault] = useState<VerifierFault | null>(null);

  function change(part: Partial<VerifierInput>): void {
    setInput({ ...input, ...part });
    setAsked(null);
    setFault(null);
  }
  function verify(): void {
    const read = readVerifierInput(input);
    setFault(typeof read === "string" ? read : null);
    setAsked(typeof read === "string" ? null : read);
  }

  return (
    <Card id="verifier" heading={t("title")} className="scroll-mt-20">
      <p className="mb-4 max-w-2xl text-sm text-ink-soft">{t("lead")}</p>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <VerifierForm input={input} fault={fault} onChange={change} onVerify={verify} />
        <div aria-live="polite" className="min-w-0">
          {asked === null ? (
            <p className="rounded-control border border-dashed p-6 text-sm text-ink-faint">
              {t("nothingYet")}
            </p>
          ) : (
            <VerifierResult input={asked} />
          )}
        </div>
      </div>
    </Card>
  );
}
