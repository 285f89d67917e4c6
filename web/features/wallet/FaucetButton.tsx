"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useTranslations } from "next-intl";
import { problem } from "#domain/api/problem.ts";
import { Button } from "@/components/Button";
import { coinsKey } from "@/features/wallet/coinsQuery";
import { useHouse } from "@/lib/house/houseQuery";
import { readableAmount } from "@/lib/money/displayAmount";
import { notify } from "@/lib/ui/notify";

const TIMEOUT_MS = 15_000;
const WEI_DECIMALS = 18;

/** Test coins, where the house's chain has a faucet. */
export function FaucetButton({ address }: { readonly address: string }) {
  const t = useTranslations("wallet.faucet");
  const { house } = useHouse();
  const queryClient = useQueryClient();
  const faucet = house?.faucet ?? null;
  const ask = useMutation({
    mutationFn: () => requestCoins(faucet?.url ?? "", address),
    onSuccess: () => {
      notify("success", t("sent"));
      void queryClient.invalidateQueries({ queryKey: coinsKey });
    },
    onError: (error) => notify("error", error.message),
  });
  if (faucet === null) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-4 text-sm">
      <p className="text-ink-soft">{t("text")}</p>
      <Button isBusy={ask.isPending} onClick={() => ask.mutate()}>
        <FlaskConical aria-hidden className="size-4" />
        {t("get", { amount: readableAmount(BigInt(faucet.amountWei), WEI_DECIMALS) })}
      </Button>
    </div>
  );
}

async function requestCoins(url: string, address: string): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ address }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.ok) return;
  const refusal = problem.safeParse(await response.json().catch(() => null));
  throw new Error(refusal.success ? refusal.data.detail : response.statusText);
}
