"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { CheckpointView } from "#domain/api/checkpoints.ts";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { Age } from "@/components/Age";
import { Amount } from "@/components/Amount";
import { CopyText } from "@/components/CopyText";
import { Facts } from "@/components/Facts";
import { Notice, type NoticeTone } from "@/components/Notice";
import { TransactionLink } from "@/components/TransactionLink";
import { type Agreement, compareCheckpoints } from "@/lib/vault/compareCheckpoints";
import type { VaultStanding } from "@/lib/vault/vaultReader";

type Props = {
  readonly currency: CurrencyView;
  readonly latest: CheckpointView | null;
  readonly standing: VaultStanding;
};

const TONES: Record<Agreement, NoticeTone> = {
  none: "info",
  equal: "positive",
  differ: "negative",
  following: "info",
};

/** The house's word and the vault's, side by side, and whether they are the same. */
export function OwedComparison({ currency, latest, standing }: Props) {
  const t = useTranslations("transparency.owed");
  const { decimals, code } = currency;
  const amount = (minor: bigint) => <Amount minor={minor} decimals={decimals} currency={code} />;
  const { checkpoint, balance, liabilities, surplus } = standing;
  const agreement = compareCheckpoints(latest, checkpoint);
  const isCovered = balance >= liabilities;
  return (
    <div className="space-y-4">
      <div className="grid gap-x-10 gap-y-2 lg:grid-cols-2">
        <Notice tone={TONES[agreement]}>{t(`agreement.${agreement}`)}</Notice>
        <Notice tone={isCovered ? "positive" : "negative"}>{t(isCovered ? "covered" : "short")}</Notice>
      </div>
      <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-2">
        <Column title={t("house")}>
          {latest === null ? (
            <p className="py-2.5 text-sm text-ink-soft">{t("notListedYet")}</p>
          ) : (
            <Facts
              facts={[
                { name: t("epoch"), value: latest.epoch },
                { name: t("total"), value: amount(BigInt(latest.total)) },
                { name: t("root"), value: <CopyText text={latest.root} name={t("root")} /> },
                { name: t("leaves"), value: latest.leafCount?.toLocaleString() ?? "–" },
                { name: t("published"), value: <Age at={new Date(latest.publishedAt)} /> },
                { name: t("transaction"), value: <TransactionLink hash={latest.txHash} /> },
              ]}
            />
          )}
        </Column>
        <Column title={t("vault")}>
          <Facts
            facts={[
              ...(checkpoint === null
                ? [{ name: t("epoch"), value: t("noneYet") }]
                : [
                    { name: t("epoch"), value: checkpoint.epoch.toString() },
                    { name: t("total"), value: amount(checkpoint.total) },
                    { name: t("root"), value: <CopyText text={checkpoint.root} name={t("root")} /> },
                  ]),
              { name: t("liabilities"), value: amount(liabilities) },
              { name: t("balance"), value: amount(balance) },
              { name: t("surplus"), value: amount(surplus) },
            ]}
          />
          <p className="figures pt-2 text-xs text-ink-faint">
            {t("asked", { block: standing.blockNumber.toString() })}
          </p>
        </Column>
      </div>
    </div>
  );
}

function Column({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="border-b pb-2 text-sm font-medium">{title}</h3>
      {children}
    </section>
  );
}
