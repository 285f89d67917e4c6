"use client";

import { CircleCheck, Scale, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReconciliationView } from "#domain/api/monitoring.ts";
import { Age } from "@/components/Age";
import { Amount } from "@/components/Amount";
import { Await } from "@/components/Await";
import { Skeleton } from "@/components/Skeleton";
import { Stat } from "@/components/Stat";
import { useNow } from "@/lib/format/useNow";
import { isStale, standingTone } from "@/lib/house/booksVerdict";
import { useCurrency } from "@/lib/house/houseQuery";
import { useReconciliation } from "@/lib/house/reconciliationQuery";
import { useTreasury } from "@/lib/house/treasuryQuery";

/** What the vault holds, what of it is owed to players, and whether books and chain agree. */
export function LiveFigures() {
  const t = useTranslations("figures");
  const currency = useCurrency();
  const treasury = useTreasury();
  const reconciliation = useReconciliation();
  const row = treasury.data?.items.find((item) => item.currency === currency?.code);
  const checked = reconciliation.data?.items.find((item) => item.currency === currency?.code);
  // While the two differ, what is in the vault is what the chain says.
  const differing = checked === undefined || checked.variance === "0" ? undefined : checked;
  const figures =
    currency === null || row === undefined || reconciliation.data === undefined ? undefined : row;

  return (
    <div className="min-h-20">
      {figures === undefined && treasury.error === null && reconciliation.error === null ? (
        <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
          {["a", "b", "c", "d"].map((place) => (
            <Skeleton key={place} className="h-14" />
          ))}
        </div>
      ) : (
        <Await
          query={{
            data: figures,
            error: treasury.error ?? reconciliation.error,
            refetch: () => Promise.all([treasury.refetch(), reconciliation.refetch()]),
          }}
        >
          {({ vaultBalance, owedToPlayers, bankroll }) => (
            <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
              {(
                [
                  ["vault", differing?.chainBalance ?? vaultBalance],
                  ["owed", owedToPlayers],
                  ["bankroll", bankroll],
                ] as const
              ).map(([name, minor]) => (
                <Stat
                  key={name}
                  name={t(name)}
                  value={
                    <Amount
                      minor={BigInt(minor)}
                      decimals={currency?.decimals ?? null}
                      currency={currency?.code}
                    />
                  }
                />
              ))}
              <Stat
                name={t("variance")}
                value={
                  checked === undefined ? (
                    "–"
                  ) : (
                    <span className="inline-flex items-center gap-2">
                      <StandingMark comparison={checked} />
                      <Amount minor={BigInt(checked.variance)} decimals={currency?.decimals ?? null} />
                    </span>
                  )
                }
                note={checked === undefined ? undefined : <CheckedAt comparison={checked} />}
              />
            </div>
          )}
        </Await>
      )}
    </div>
  );
}

const MARKS = {
  positive: <CircleCheck aria-hidden className="size-5 text-positive" />,
  warning: <Scale aria-hidden className="size-5 text-warning" />,
  negative: <TriangleAlert aria-hidden className="size-5 text-negative" />,
} as const;

type OfComparison = { readonly comparison: ReconciliationView };

function StandingMark({ comparison }: OfComparison) {
  return MARKS[standingTone(comparison, useNow())];
}

/** Where and when; an old comparison says so in words, too. */
function CheckedAt({ comparison }: OfComparison) {
  const t = useTranslations("figures");
  const { blockNumber: block, checkedAt } = comparison;
  const isOld = isStale(comparison, useNow());
  return (
    <span className={isOld ? "text-warning" : undefined}>
      {t(isOld ? "atOldBlock" : "atBlock", { block })} · <Age at={new Date(checkedAt)} />
    </span>
  );
}
