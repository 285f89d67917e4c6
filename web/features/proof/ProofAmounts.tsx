"use client";

import { useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { FREE_BALANCE } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { Age } from "@/components/Age";
import { Amount } from "@/components/Amount";
import { Facts } from "@/components/Facts";
import { shortened } from "@/lib/format/shortened";
import type { BalanceClaims } from "@/lib/vault/balanceClaims";
import type { AccountStanding, VaultStanding } from "@/lib/vault/vaultReader";

type Props = {
  readonly currency: CurrencyView;
  readonly claims: BalanceClaims;
  readonly own: AccountStanding;
  /** Batches that have paid what the checkpoint still carries. */
  readonly paidBatches: ReadonlySet<string>;
  readonly standing: VaultStanding;
};

const MS = 1_000;

/** Where the player's money stands: in the tree, or remembered by the vault itself. */
export function ProofAmounts({ currency, claims, own, paidBatches, standing: { checkpoint } }: Props) {
  const t = useTranslations("proof.amounts");
  const line = (quanta: bigint) => (
    <Amount minor={quanta} decimals={currency.decimals} currency={currency.code} />
  );
  const free = claims.leaves.find(({ batchId }) => batchId === FREE_BALANCE);
  const batched = claims.leaves.filter(({ batchId }) => batchId !== FREE_BALANCE);
  const open = claims.leaves
    .filter(({ batchId }) => !paidBatches.has(batchId))
    .reduce((sum, { quanta }) => sum + quanta, 0n);
  return (
    <Facts
      facts={[
        { name: t("free"), value: line(free?.quanta ?? 0n) },
        ...batched.map(({ batchId, quanta }) => ({
          name: t(paidBatches.has(batchId) ? "batchPaid" : "batch", { batch: shortened(batchId) }),
          value: line(quanta),
        })),
        { name: t("since"), value: line(own.uncovered) },
        ...(own.credit > 0n ? [{ name: t("credit"), value: line(own.credit) }] : []),
        {
          name: t("provable"),
          value: <span className="font-medium">{line(open + own.uncovered + own.credit)}</span>,
        },
        ...(checkpoint === null
          ? []
          : [
              {
                name: t("checkpoint", { epoch: checkpoint.epoch.toString() }),
                value: <Age at={new Date(Number(checkpoint.publishedAt) * MS)} />,
              },
            ]),
      ]}
    />
  );
}
