"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Button } from "@/components/Button";
import { EntranceButton } from "@/components/EntranceButton";
import { Notice } from "@/components/Notice";
import { TransactionLink } from "@/components/TransactionLink";
import { useVaultTransaction } from "@/features/wallet/useVaultTransaction";
import { accountKeys } from "@/lib/account/accountKeys";
import { busyKind } from "@/lib/wallet/transactionState";

type Props = { readonly currency: CurrencyView; readonly claimableMinor: bigint };

/** Takes out what the vault keeps for a wallet that once refused its payout. The receipt stays after the offer went. */
export function ClaimCredit({ currency, claimableMinor }: Props) {
  const t = useTranslations("wallet.claim");
  const queryClient = useQueryClient();
  const { state, send } = useVaultTransaction("claim", currency);
  const busy = busyKind(state);

  async function claim(): Promise<void> {
    const { claimCredit } = await import("@/lib/wallet/vaultActions");
    await send(claimableMinor, (target, steps) => claimCredit(target, `0x${currency.token.slice(2)}`, steps));
    void queryClient.invalidateQueries({ queryKey: accountKeys.me });
  }

  const isOffered = claimableMinor > 0n;
  if (!isOffered && state.kind === "idle") return null;
  return (
    <div className="mt-4 space-y-3">
      {isOffered && <Notice tone="warning">{t("text")}</Notice>}
      {state.kind === "failed" && (
        <Notice tone={state.isRejection ? "info" : "negative"}>{state.text}</Notice>
      )}
      {state.kind === "mined" && (
        <Notice tone="positive">
          <p>{t("done")}</p>
          <TransactionLink hash={state.hash} />
        </Notice>
      )}
      {isOffered && (
        <EntranceButton to="chain">
          <Button variant="primary" className="w-full" isBusy={busy !== null} onClick={() => void claim()}>
            {busy !== null ? t(`step.${busy}`) : t("button")}
          </Button>
        </EntranceButton>
      )}
    </div>
  );
}
