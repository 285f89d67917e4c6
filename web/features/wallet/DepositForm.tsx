"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { AmountInput } from "@/components/AmountInput";
import { Button } from "@/components/Button";
import { EntranceButton } from "@/components/EntranceButton";
import { coinsKey, useCoins, useEntriesPaused } from "@/features/wallet/coinsQuery";
import { DepositProgress } from "@/features/wallet/DepositProgress";
import { depositObstacle } from "@/features/wallet/depositObstacle";
import { FaucetButton } from "@/features/wallet/FaucetButton";
import { useVaultTransaction } from "@/features/wallet/useVaultTransaction";
import { accountKeys } from "@/lib/account/accountKeys";
import { readableAmount } from "@/lib/money/displayAmount";
import { readTypedAmount, typedText } from "@/lib/money/typedAmount";
import { useEntrance } from "@/lib/session/useEntrance";
import { busyKind } from "@/lib/wallet/transactionState";

/** Left in the wallet by "Max", for the transaction's own fee: a thousandth of a coin. */
const FEE_RESERVE_WEI = 10n ** 15n;

/** Pays coins from the player's wallet into the vault. */
export function DepositForm({ currency }: { readonly currency: CurrencyView }) {
  const t = useTranslations("wallet.deposit");
  const queryClient = useQueryClient();
  const { wallet } = useEntrance();
  const { data: coinsWei } = useCoins();
  const { data: isPaused = false } = useEntriesPaused();
  const { state, send, reset } = useVaultTransaction("deposit", currency);
  const [text, setText] = useState("");

  const typed = readTypedAmount(text, currency.decimals);
  const quantum = BigInt(currency.quantumWei);
  const obstacle = depositObstacle({ typed, quantumWei: quantum, coinsWei: coinsWei ?? null, isPaused });
  const busy = busyKind(state);

  async function deposit(): Promise<void> {
    if (typed.kind !== "amount") return;
    const valueWei = typed.minor * quantum;
    const { deposit: payIn } = await import("@/lib/wallet/vaultActions");
    await send(typed.minor, (target, steps) => payIn(target, valueWei, steps));
    void queryClient.invalidateQueries({ queryKey: coinsKey });
    void queryClient.invalidateQueries({ queryKey: accountKeys.deposits });
    void queryClient.invalidateQueries({ queryKey: accountKeys.me });
  }
  function fillMax(): void {
    const spendable = (coinsWei ?? 0n) - FEE_RESERVE_WEI;
    setText(typedText(spendable > 0n ? spendable / quantum : 0n, currency.decimals));
  }

  const isConnected = wallet.status === "connected";
  return (
    <div className="space-y-4">
      <AmountInput
        label={t("amount")}
        aside={
          coinsWei !== undefined &&
          t("inWallet", { amount: readableAmount(coinsWei / quantum, currency.decimals) })
        }
        hint={t("hint")}
        error={
          typed.kind === "invalid" ? t(`invalid.${typed.reason}`, { decimals: currency.decimals }) : null
        }
        value={text}
        onChange={(next) => {
          setText(next);
          if (busy === null) reset();
        }}
        disabled={busy !== null}
        currency={currency.code}
        shortcuts={isConnected ? [{ label: t("max"), name: t("maximum"), onPress: fillMax }] : []}
      />
      <DepositProgress state={state} onAgain={reset} />
      <EntranceButton to="chain">
        <Button
          variant="primary"
          size="lg"
          className="w-full"
          disabled={obstacle !== null}
          isBusy={busy !== null}
          onClick={() => void deposit()}
        >
          {busy !== null ? t(`step.${busy}`) : t(`button.${obstacle ?? "ready"}`)}
        </Button>
      </EntranceButton>
      {isConnected && <FaucetButton address={wallet.address} />}
    </div>
  );
}
