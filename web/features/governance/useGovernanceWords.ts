"use client";

import { useLocale, useTranslations } from "next-intl";
import type { GovernanceReport } from "#domain/api/governance.ts";
import { contractNames } from "@/features/governance/contractNames";
import { roleName } from "@/features/governance/roleName";
import { durationText } from "@/lib/format/durationText";
import { shortened } from "@/lib/format/shortened";
import { useMoment } from "@/lib/format/useMoment";
import { useHouse } from "@/lib/house/houseQuery";
import { readableAmount } from "@/lib/money/displayAmount";

const MS_PER_SECOND = 1_000;

/** The chain's numbers in words. */
export type GovernanceWords = {
  readonly role: (id: string) => string;
  /** How long something waits after it was announced. */
  readonly delay: (seconds: number) => string;
  /** A time of the chain. */
  readonly time: (unixSeconds: number) => string;
  readonly amount: (token: string, quanta: bigint) => string;
  readonly currency: (token: string) => string;
  /** What the id of an announced call is called. */
  readonly operation: string;
  /** What one of the house's contracts is called; undefined for any other account. */
  readonly contract: (account: string) => string | undefined;
};

/** The words for a house's roles and currencies, as they are called now. */
export function useGovernanceWords({ vaults }: GovernanceReport): GovernanceWords {
  const t = useTranslations("governance.changes");
  const roles = useTranslations("governance.roles");
  const contracts = useTranslations("governance.contract");
  const locale = useLocale();
  const momentText = useMoment();
  const { house } = useHouse();
  const names = new Map(vaults.flatMap((vault) => [...contractNames(vault)]));
  const currencyOf = (token: string) => house?.currencies.find((candidate) => candidate.token === token);
  const currency = (token: string) => currencyOf(token)?.code ?? shortened(token);
  // Of a token that is no currency of the house nothing but its quanta is known.
  const decimalsOf = (token: string) => (house === null ? null : (currencyOf(token)?.decimals ?? 0));
  return {
    role(id) {
      const known = vaults.flatMap((vault) => vault.roles).find((role) => role.id === id);
      return roleName(known ?? { id, label: null }, roles);
    },
    delay: (seconds) => (seconds === 0 ? t("atOnce") : t("after", { time: durationText(seconds, locale) })),
    time: (unixSeconds) => momentText(unixSeconds * MS_PER_SECOND),
    amount: (token, quanta) => `${readableAmount(quanta, decimalsOf(token))} ${currency(token)}`,
    currency,
    operation: t("operation"),
    contract(account) {
      const name = names.get(account);
      return name === undefined ? undefined : contracts(name);
    },
  };
}
