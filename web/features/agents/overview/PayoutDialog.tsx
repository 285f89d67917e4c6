"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type ClaimView, type CommissionPayoutView, commissionPayoutView } from "#domain/api/commissions.ts";
import { Button, ButtonLink } from "@/components/Button";
import { CopyText } from "@/components/CopyText";
import { Dialog } from "@/components/Dialog";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import { Timestamp } from "@/components/Timestamp";
import { agentKeys } from "@/features/agents/agentQueries";
import { Money } from "@/features/agents/Money";
import { accountKeys } from "@/lib/account/accountKeys";
import { intentAfter, newIntent } from "@/lib/api/intentKey";
import { useRefusalText } from "@/lib/api/useRefusalText";
import { useApp } from "@/lib/app/AppContext";
import { useCurrencyOf } from "@/lib/house/houseQuery";

type Props = { readonly claim: ClaimView; readonly onClose: () => void };

/** Asks once more, pays out exactly what was shown, and says where it went. */
export function PayoutDialog({ claim: { currency, claim }, onClose }: Props) {
  const t = useTranslations("agents.payout");
  const { api } = useApp();
  const client = useQueryClient();
  const { errorText } = useRefusalText(useCurrencyOf(currency));
  // One key per intention: asking again after a lost answer cannot pay twice.
  const [{ key, isOpen }, setIntent] = useState(newIntent);
  const payOut = useMutation({
    mutationFn: () =>
      api.request({
        method: "POST",
        path: "/agents/payout",
        body: { currency, amount: claim },
        idempotencyKey: key,
        schema: commissionPayoutView,
      }),
    onError: (error) => setIntent((intent) => intentAfter(intent, error)),
    // Also when it failed: the claim may not be what it was.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: accountKeys.me }),
        client.invalidateQueries({ queryKey: agentKeys.place("me") }),
        client.invalidateQueries({ queryKey: agentKeys.payouts }),
      ]),
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("title")} description={t("description")}>
      {payOut.data === undefined ? (
        <div className="space-y-4">
          <p className="text-3xl font-medium">
            <Money currency={currency} minor={claim} />
          </p>
          {payOut.error !== null && (
            <Notice tone={isOpen ? "warning" : "negative"}>
              {isOpen ? t("open") : errorText(payOut.error)}
            </Notice>
          )}
          <div className="flex gap-2">
            <Button className="grow" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button
              variant="primary"
              className="grow"
              isBusy={payOut.isPending}
              onClick={() => payOut.mutate()}
            >
              {t(isOpen ? "askAgain" : "confirm")}
            </Button>
          </div>
        </div>
      ) : (
        <Done payout={payOut.data} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Done({ payout, onClose }: { readonly payout: CommissionPayoutView; readonly onClose: () => void }) {
  const t = useTranslations("agents.payout");
  return (
    <div className="space-y-4">
      <Notice tone="positive">{t("done")}</Notice>
      <Facts
        facts={[
          { name: t("amount"), value: <Money currency={payout.currency} minor={payout.amount} /> },
          { name: t("at"), value: <Timestamp at={payout.createdAt} /> },
          { name: t("id"), value: <CopyText text={payout.id} name={t("id")} /> },
        ]}
      />
      <div className="flex gap-2">
        <ButtonLink href="/wallet" className="grow">
          {t("toWallet")}
        </ButtonLink>
        <Button variant="primary" className="grow" onClick={onClose}>
          {t("close")}
        </Button>
      </div>
    </div>
  );
}
