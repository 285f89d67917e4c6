"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Card } from "@/components/Card";
import { PageHeading } from "@/components/PageHeading";
import { Skeleton } from "@/components/Skeleton";
import { Tabs } from "@/components/Tabs";
import { BalanceCard } from "@/features/wallet/BalanceCard";
import { DepositForm } from "@/features/wallet/DepositForm";
import { ProofLink } from "@/features/wallet/ProofLink";
import { useCurrency } from "@/lib/house/houseQuery";
import { useSession } from "@/lib/session/useSession";

const WithdrawForm = dynamic(() => import("@/features/wallet/WithdrawForm").then((m) => m.WithdrawForm));
const Movements = dynamic(() => import("@/features/wallet/Movements").then((m) => m.Movements));

export function WalletScreen() {
  const t = useTranslations("wallet");
  const currency = useCurrency();
  const { isSignedIn } = useSession();
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} lead={t("lead")} />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <BalanceCard />
        <Card>
          {currency === null ? (
            <Skeleton className="h-72" />
          ) : (
            <Tabs
              label={t("move")}
              tabs={[
                { id: "deposit", label: t("deposit.tab"), content: <DepositForm currency={currency} /> },
                { id: "withdraw", label: t("withdraw.tab"), content: <WithdrawForm currency={currency} /> },
              ]}
            />
          )}
        </Card>
      </div>
      <ProofLink />
      {isSignedIn && <Movements />}
    </div>
  );
}
