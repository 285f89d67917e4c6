"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/Card";
import { PageHeading } from "@/components/PageHeading";
import { AnchoredCard } from "@/features/fairness/AnchoredCard";
import { PastSeeds } from "@/features/fairness/PastSeeds";
import { SeedPair } from "@/features/fairness/SeedPair";
import { Verifier } from "@/features/fairness/Verifier";
import type { VerifierInput } from "@/features/fairness/verifierInput";

export function FairnessScreen({ prefilled }: { readonly prefilled: VerifierInput }) {
  const t = useTranslations("fairness");
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} lead={t("lead")} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <SeedPair />
        <Card heading={t("how.title")}>
          <ol className="list-outside list-decimal space-y-3 pl-5 text-sm text-ink-soft marker:text-ink-faint">
            {(["commit", "mix", "play", "reveal"] as const).map((step) => (
              <li key={step}>{t(`how.${step}`)}</li>
            ))}
          </ol>
        </Card>
      </div>
      <AnchoredCard />
      <Verifier key={Object.values(prefilled).join(" ")} prefilled={prefilled} />
      <PastSeeds />
    </div>
  );
}
