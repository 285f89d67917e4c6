"use client";

import { FileCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { EntranceButton } from "@/components/EntranceButton";
import { PageHeading } from "@/components/PageHeading";
import { Skeleton } from "@/components/Skeleton";
import { ProofCard } from "@/features/proof/ProofCard";
import { useHouse } from "@/lib/house/houseQuery";
import { useSession } from "@/lib/session/useSession";

/** The player's place in what the house owes, checked here, and the file to keep. */
export function ProofScreen() {
  const t = useTranslations("proof");
  const { status, user } = useSession();
  const { house } = useHouse();
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} lead={t("lead")} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        {status === "signedOut" ? (
          <Card>
            <EmptyState
              icon={FileCheck}
              title={t("signedOut")}
              text={t("signedOutHint")}
              action={<EntranceButton to="play" size="md" className="" />}
            />
          </Card>
        ) : house === null || user === null ? (
          <Card>
            <Skeleton className="h-96" />
          </Card>
        ) : (
          <div className="space-y-4">
            {house.currencies.map((currency) => (
              <ProofCard key={currency.code} currency={currency} account={user.walletAddress} />
            ))}
          </div>
        )}
        <Card heading={t("how.title")}>
          <ol className="list-outside list-decimal space-y-3 pl-5 text-sm text-ink-soft marker:text-ink-faint">
            {(["publish", "leaf", "sum", "keep"] as const).map((step) => (
              <li key={step}>{t(`how.${step}`)}</li>
            ))}
          </ol>
        </Card>
      </div>
    </div>
  );
}
