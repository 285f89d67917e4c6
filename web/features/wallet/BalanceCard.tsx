"use client";

import { WalletMinimal } from "lucide-react";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/Amount";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { EntranceButton } from "@/components/EntranceButton";
import { Facts } from "@/components/Facts";
import { ClaimCredit } from "@/features/wallet/ClaimCredit";
import { useBalance } from "@/lib/account/meQuery";
import { useCurrency } from "@/lib/house/houseQuery";
import { useSession } from "@/lib/session/useSession";

/** What the player has in the house, by what can be done with it. */
export function BalanceCard() {
  const t = useTranslations("wallet.balance");
  const { status } = useSession();
  const currency = useCurrency();
  const { balance, error, retry } = useBalance();
  if (status === "signedOut") {
    return (
      <Card heading={t("title")}>
        <EmptyState
          icon={WalletMinimal}
          title={t("signedOut")}
          text={t("signedOutHint")}
          action={<EntranceButton to="play" size="md" className="" />}
        />
      </Card>
    );
  }
  const decimals = currency?.decimals ?? null;
  const line = (minor: bigint) => <Amount minor={minor} decimals={decimals} currency={currency?.code} />;
  return (
    <Card heading={t("title")}>
      <Await query={{ data: balance ?? undefined, error, refetch: retry }} lines={4}>
        {({ available, confirming, withdrawing, claimable }) => (
          <>
            <p className="mb-1 text-sm text-ink-faint">{t("available")}</p>
            <p className="mb-4 text-3xl font-semibold tracking-tight">{line(available)}</p>
            <Facts
              facts={[
                { name: t("confirming"), value: line(confirming) },
                { name: t("withdrawing"), value: line(withdrawing) },
                { name: t("claimable"), value: line(claimable) },
              ]}
            />
            {currency !== null && <ClaimCredit currency={currency} claimableMinor={claimable} />}
          </>
        )}
      </Await>
    </Card>
  );
}
