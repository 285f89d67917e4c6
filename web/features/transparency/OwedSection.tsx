"use client";

import { Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { CheckpointHistory } from "@/features/transparency/CheckpointHistory";
import { CheckYourself } from "@/features/transparency/CheckYourself";
import { OwedComparison } from "@/features/transparency/OwedComparison";
import { useCheckpoints } from "@/lib/house/checkpointsQuery";
import { useVaultPlace, useVaultStanding } from "@/lib/vault/standingQuery";

/** What the house owes in one currency: as it publishes it, beside what the vault itself says. */
export function OwedSection({ currency }: { readonly currency: CurrencyView }) {
  const t = useTranslations("transparency.owed");
  const checkpoints = useCheckpoints(currency.code);
  const place = useVaultPlace();
  const standing = useVaultStanding(currency.token);
  const both =
    checkpoints.data === undefined || standing.data === undefined
      ? undefined
      : {
          // A house that has moved to a new vault still lists what it published in the one before.
          items: checkpoints.data.items.filter(({ vault }) => vault === place?.vault),
          standing: standing.data,
        };
  return (
    <Card heading={t("title", { currency: currency.code })} className="min-h-[40rem]">
      <p className="max-w-3xl pb-5 text-sm text-ink-soft">{t("lead")}</p>
      <Await
        query={{
          data: both,
          error: checkpoints.error ?? standing.error,
          refetch: () => Promise.all([checkpoints.refetch(), standing.refetch()]),
        }}
        lines={8}
      >
        {({ items, standing }) => {
          const [latest] = items;
          if (latest === undefined && standing.checkpoint === null)
            return <EmptyState icon={Hourglass} title={t("none")} text={t("noneHint")} />;
          return (
            <div className="space-y-6">
              <OwedComparison currency={currency} latest={latest ?? null} standing={standing} />
              {latest !== undefined && <CheckYourself latest={latest} />}
              {items.length > 1 && <CheckpointHistory currency={currency} items={items} />}
            </div>
          );
        }}
      </Await>
    </Card>
  );
}
