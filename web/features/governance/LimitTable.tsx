"use client";

import { useTranslations } from "next-intl";
import type { VaultGovernance } from "#domain/api/governance.ts";
import { Amount } from "@/components/Amount";
import { Facts } from "@/components/Facts";
import { Changed } from "@/features/governance/Changed";
import { Part } from "@/features/governance/Part";
import { shortened } from "@/lib/format/shortened";
import { useHouse } from "@/lib/house/houseQuery";

const SECONDS_PER_HOUR = 3_600n;

/** How much of each token may leave the vault, whoever signs. */
export function LimitTable({ limits }: Pick<VaultGovernance, "limits">) {
  const t = useTranslations("governance.limits");
  const { house } = useHouse();
  return (
    <Part title={t("title")}>
      {limits.length === 0 && <p className="py-4 text-sm text-ink-soft">{t("none")}</p>}
      {limits.map(({ token, currency, batchCap, outflowCapacity, outflowRefillPerSecond, changed }) => {
        const listed = house?.currencies.find(({ code }) => code === currency);
        // Of a token that is no currency of the house nothing but its quanta is known.
        const decimals = currency === null ? 0 : (listed?.decimals ?? null);
        const amount = (quanta: bigint) => (
          <Amount minor={quanta} decimals={decimals} currency={currency ?? shortened(token)} />
        );
        const shown = (quanta: string | null) => (quanta === null ? "–" : amount(BigInt(quanta)));
        return (
          <div key={token} className="pb-3">
            <Facts
              facts={[
                { name: t("batch"), value: shown(batchCap) },
                { name: t("capacity"), value: shown(outflowCapacity) },
                {
                  name: t("refill"),
                  value:
                    outflowRefillPerSecond === null
                      ? "–"
                      : amount(BigInt(outflowRefillPerSecond) * SECONDS_PER_HOUR),
                },
              ]}
            />
            <Changed at={changed} />
          </div>
        );
      })}
    </Part>
  );
}
