"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReconciliationView } from "#domain/api/monitoring.ts";
import { Button } from "@/components/Button";
import { Notice } from "@/components/Notice";
import { useCurrencyOf, useHouse } from "@/lib/house/houseQuery";
import { readableAmount } from "@/lib/money/displayAmount";
import { nodeAt } from "@/lib/vault/node";
import { readHolding } from "@/lib/vault/readHolding";

/** Lets this browser ask a node of the chain what the vault held, and compares that with what the house says. */
export function AskTheChain({ comparison }: { readonly comparison: ReconciliationView }) {
  const t = useTranslations("books.check");
  const { house } = useHouse();
  const listed = useCurrencyOf(comparison.currency);
  const question = useMutation({
    mutationFn: async ({ vault, blockNumber, chainBalance }: ReconciliationView) => {
      if (house === null || listed === null) return null;
      const held = await readHolding(nodeAt(house.chain.rpcUrl), {
        vault,
        token: listed.token,
        quantumWei: BigInt(listed.quantumWei),
        blockNumber: BigInt(blockNumber),
      });
      return { held, blockNumber, isSame: held === BigInt(chainBalance) };
    },
  });
  if (house === null || listed === null) return null;
  const { data, error, isPending } = question;
  return (
    <div className="space-y-3">
      <Button isBusy={isPending} onClick={() => question.mutate(comparison)}>
        {t("ask", { currency: comparison.currency })}
      </Button>
      {error !== null && <Notice tone="warning">{error.message}</Notice>}
      {data != null && (
        <Notice tone={data.isSame ? "positive" : "negative"}>
          {t(data.isSame ? "same" : "other", {
            node: new URL(house.chain.rpcUrl).host,
            amount: readableAmount(data.held, listed.decimals),
            currency: comparison.currency,
            block: data.blockNumber,
          })}
        </Notice>
      )}
    </div>
  );
}
