"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/Button";
import { Card } from "@/components/Card";
import { PageHeading } from "@/components/PageHeading";
import { EpochTable } from "@/features/fairness/epochs/EpochTable";
import { epochsQuery } from "@/features/fairness/epochs/epochQueries";
import { ProveCard } from "@/features/fairness/epochs/ProveCard";
import type { ProofWish } from "@/features/fairness/epochs/proofWish";
import { useApp } from "@/lib/app/AppContext";

/** What the house was committed to, hour by hour, and proofs of it that are checked here. */
export function EpochsScreen({ prefilled }: { readonly prefilled: ProofWish }) {
  const t = useTranslations("fairness.epochs");
  const epochs = useInfiniteQuery(epochsQuery(useApp().api));
  const items = epochs.data?.pages.flatMap((page) => page.items);
  return (
    <div className="space-y-6">
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        aside={
          <ButtonLink href="/fairness" variant="ghost">
            <ArrowLeft aria-hidden className="size-4" />
            {t("back")}
          </ButtonLink>
        }
      />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <ProveCard
          key={Object.values(prefilled).join(" ")}
          prefilled={prefilled}
          epochs={{ data: items, error: epochs.error, refetch: epochs.refetch }}
        />
        <Card heading={t("how.title")}>
          <ol className="list-outside list-decimal space-y-3 pl-5 text-sm text-ink-soft marker:text-ink-faint">
            {(["gather", "anchor", "prove", "trust"] as const).map((step) => (
              <li key={step}>{t(`how.${step}`)}</li>
            ))}
          </ol>
        </Card>
      </div>
      <EpochTable epochs={epochs} />
    </div>
  );
}
