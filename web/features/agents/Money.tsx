"use client";

import { Amount } from "@/components/Amount";
import { useCurrencyOf } from "@/lib/house/houseQuery";

type Props = {
  readonly currency: string;
  readonly minor: string;
  readonly isSigned?: boolean;
  readonly isInColumn?: boolean;
  /** Where the column or the sentence says it already. */
  readonly isBare?: boolean;
};

/** An amount as the API states it, in its currency's decimals. */
export function Money({ currency, minor, isBare = false, ...look }: Props) {
  const decimals = useCurrencyOf(currency)?.decimals ?? null;
  return (
    <Amount minor={BigInt(minor)} decimals={decimals} currency={isBare ? undefined : currency} {...look} />
  );
}
