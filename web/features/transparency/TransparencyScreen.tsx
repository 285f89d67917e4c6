"use client";

import { useTranslations } from "next-intl";
import { Await } from "@/components/Await";
import { Badge } from "@/components/Badge";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { Facts } from "@/components/Facts";
import { LiveFigures } from "@/components/LiveFigures";
import { PageHeading } from "@/components/PageHeading";
import { Coverage } from "@/features/transparency/Coverage";
import { OwedSection } from "@/features/transparency/OwedSection";
import { ReconciliationCard } from "@/features/transparency/ReconciliationCard";
import { useHouse } from "@/lib/house/houseQuery";
import { useReconciliation } from "@/lib/house/reconciliationQuery";

/** Where the money is and whose it is, for anybody, without a wallet. */
export function TransparencyScreen() {
  const t = useTranslations("transparency");
  const { house, error, retry } = useHouse();
  const reconciliation = useReconciliation();
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} lead={t("lead")} />
      <Card>
        <LiveFigures />
        <Coverage />
      </Card>
      {house?.currencies.map((currency) => (
        <OwedSection key={currency.code} currency={currency} />
      ))}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card heading={t("reconciliation")}>
          <Await query={reconciliation} lines={5}>
            {(report) => <ReconciliationCard report={report} />}
          </Await>
        </Card>
        <div className="space-y-4">
          <Card heading={t("vault")}>
            <Await query={{ data: house ?? undefined, error, refetch: retry }}>
              {({ vaults, chain }) => (
                <Facts
                  facts={[
                    ...vaults.map(({ address }) => ({
                      name: t("address"),
                      value: <CopyText text={address} name={t("address")} isWhole />,
                    })),
                    { name: t("network"), value: <Badge>{`${chain.name} · ${chain.id}`}</Badge> },
                    { name: t("deployed"), value: vaults[0]?.deployBlock ?? "–" },
                    { name: t("final"), value: t(chain.finality, { count: chain.finalityDepth }) },
                  ]}
                />
              )}
            </Await>
          </Card>
          <Card heading={t("means.title")}>
            <div className="space-y-3 text-sm text-ink-soft">
              {(["held", "agree", "limits"] as const).map((point) => (
                <p key={point}>{t(`means.${point}`)}</p>
              ))}
            </div>
          </Card>
        </div>
      </div>
    </div>
  );
}
