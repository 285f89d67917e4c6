"use client";

import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AwaitScreen } from "@/components/AwaitScreen";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { EntranceButton } from "@/components/EntranceButton";
import { PageHeading } from "@/components/PageHeading";
import { Segmented } from "@/components/Segmented";
import { ExcludedNotice } from "@/features/limits/ExcludedNotice";
import { ExclusionCard } from "@/features/limits/ExclusionCard";
import { LimitCards } from "@/features/limits/LimitCards";
import { useHouse } from "@/lib/house/houseQuery";
import { useLimits } from "@/lib/limits/limitsQuery";
import { useSession } from "@/lib/session/useSession";

/** What players allow themselves, and the way to shut themselves out. */
export function LimitsScreen() {
  const t = useTranslations("limits");
  const { status } = useSession();
  const { house, error, retry } = useHouse();
  const limits = useLimits();
  const [chosen, setChosen] = useState<string | null>(null);
  const both =
    house === null || limits.data === undefined
      ? undefined
      : { currencies: house.currencies, limits: limits.data };
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} lead={t("lead")} />
      {status === "signedOut" ? (
        <Card>
          <EmptyState
            icon={SlidersHorizontal}
            title={t("signedOut")}
            text={t("signedOutHint")}
            action={<EntranceButton to="play" size="md" className="" />}
          />
        </Card>
      ) : (
        <AwaitScreen
          query={{
            data: both,
            error: limits.error ?? error,
            refetch: () => Promise.all([limits.refetch(), retry()]),
          }}
          lines={10}
        >
          {({ currencies, limits: { limits: listed, selfExcludedUntil } }) => {
            const currency = currencies.find(({ code }) => code === chosen) ?? currencies[0];
            return (
              <>
                {selfExcludedUntil !== null && <ExcludedNotice until={selfExcludedUntil} />}
                {currencies.length > 1 && currency !== undefined && (
                  <Segmented
                    label={t("currency")}
                    value={currency.code}
                    onChange={setChosen}
                    options={currencies.map(({ code }) => ({ value: code, label: code }))}
                  />
                )}
                {currency !== undefined && <LimitCards currency={currency} listed={listed} />}
                <ExclusionCard until={selfExcludedUntil} />
              </>
            );
          }}
        </AwaitScreen>
      )}
    </div>
  );
}
