"use client";

import { Coins } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ClaimView } from "#domain/api/commissions.ts";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { Facts } from "@/components/Facts";
import { Money } from "@/features/agents/Money";
import { useCurrencyOf } from "@/lib/house/houseQuery";

const PayoutDialog = dynamic(() =>
  import("@/features/agents/overview/PayoutDialog").then((m) => m.PayoutDialog),
);

/** What can be paid out now, per currency, and what it is made of. */
export function ClaimsCard({ claims }: { readonly claims: readonly ClaimView[] }) {
  const t = useTranslations("agents.claims");
  // As it was when the button was pressed: what is agreed to does not change while it is read.
  const [asked, setAsked] = useState<ClaimView | null>(null);
  return (
    <Card heading={t("title")}>
      {claims.length === 0 ? (
        <EmptyState icon={Coins} title={t("none")} text={t("noneHint")} />
      ) : (
        <div className="divide-y">
          {claims.map((claim) => (
            <Claim key={claim.currency} claim={claim} onPayOut={() => setAsked(claim)} />
          ))}
        </div>
      )}
      {asked !== null && <PayoutDialog claim={asked} onClose={() => setAsked(null)} />}
    </Card>
  );
}

function Claim({ claim, onPayOut }: { readonly claim: ClaimView; readonly onPayOut: () => void }) {
  const t = useTranslations("agents.claims");
  const { currency, revenueShare, turnover, paidOut, claim: claimed } = claim;
  const isOwing = BigInt(claimed) < 0n;
  // Nobody agrees to an amount that cannot be shown yet.
  const isShown = useCurrencyOf(currency) !== null;
  return (
    <div className="space-y-2 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <p className="text-sm text-ink-faint">{t("claim")}</p>
          <p className="text-2xl font-medium">
            <Money currency={currency} minor={claimed} />
          </p>
        </div>
        <Button variant="primary" disabled={!isShown || BigInt(claimed) <= 0n} onClick={onPayOut}>
          {t("payOut")}
        </Button>
      </div>
      {isOwing && <p className="text-sm text-warning">{t("owing")}</p>}
      <Facts
        facts={[
          { name: t("revenueShare"), value: <Money currency={currency} minor={revenueShare} /> },
          { name: t("turnover"), value: <Money currency={currency} minor={turnover} /> },
          { name: t("paidOut"), value: <Money currency={currency} minor={paidOut} /> },
        ]}
      />
    </div>
  );
}
