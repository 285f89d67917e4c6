"use client";

import { useTranslations } from "next-intl";
import type { VaultGovernance } from "#domain/api/governance.ts";
import { AddressLink } from "@/components/AddressLink";
import { Card } from "@/components/Card";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import { AnchorList } from "@/features/governance/AnchorList";
import { BrakeList } from "@/features/governance/BrakeList";
import { contractNames } from "@/features/governance/contractNames";
import { LimitTable } from "@/features/governance/LimitTable";
import { OperationList } from "@/features/governance/OperationList";
import { RoleList } from "@/features/governance/RoleList";
import { SignerList } from "@/features/governance/SignerList";

/** The rules of one vault as they stand. */
export function RulesCard({ rules }: { readonly rules: VaultGovernance }) {
  const t = useTranslations("governance");
  return (
    <Card heading={t("now")} aside={<AddressLink address={rules.vault} />}>
      <Rules rules={rules} />
    </Card>
  );
}

function Rules({ rules }: { readonly rules: VaultGovernance }) {
  const t = useTranslations("governance");
  const {
    vault,
    authority,
    fairnessRegistry,
    asOfBlock,
    operations,
    roles,
    limits,
    signers,
    brakes,
    anchors,
  } = rules;
  if (asOfBlock === null) return <Notice>{t("notRead")}</Notice>;
  return (
    <div className="space-y-8">
      {authority === null && <Notice tone="warning">{t("noAuthority")}</Notice>}
      {authority !== null && <OperationList operations={operations} />}
      {roles.length > 0 && <RoleList roles={roles} contracts={contractNames(rules)} />}
      <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-2">
        <LimitTable limits={limits} />
        <SignerList signers={signers} />
        <BrakeList brakes={brakes} />
        <AnchorList anchors={anchors} />
      </div>
      <Facts
        facts={[
          { name: t("contract.vault"), value: <AddressLink address={vault} /> },
          ...(authority === null
            ? []
            : [{ name: t("contract.authority"), value: <AddressLink address={authority} /> }]),
          ...(fairnessRegistry === null
            ? []
            : [{ name: t("contract.registry"), value: <AddressLink address={fairnessRegistry} /> }]),
          { name: t("asOf"), value: asOfBlock },
        ]}
      />
    </div>
  );
}
