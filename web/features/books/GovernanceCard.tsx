"use client";

import { useTranslations } from "next-intl";
import type { VaultGovernance } from "#domain/api/governance.ts";
import { AddressLink } from "@/components/AddressLink";
import { Await } from "@/components/Await";
import { Card } from "@/components/Card";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import { AnchorList } from "@/features/books/AnchorList";
import { BrakeList } from "@/features/books/BrakeList";
import { contractNames } from "@/features/books/contractNames";
import { LimitTable } from "@/features/books/LimitTable";
import { OperationList } from "@/features/books/OperationList";
import { RoleList } from "@/features/books/RoleList";
import { SignerList } from "@/features/books/SignerList";
import { useGovernance } from "@/lib/house/governanceQuery";

/** Who may do what with the money, as the chain's own events say. */
export function GovernanceCard() {
  const t = useTranslations("books.governance");
  return (
    <Card heading={t("title")}>
      <p className="max-w-3xl pb-5 text-sm text-ink-soft">{t("lead")}</p>
      <Await query={useGovernance()} lines={8}>
        {({ vaults }) => (
          <div className="space-y-10">
            {vaults.map((rules) => (
              <Rules key={rules.vault} rules={rules} />
            ))}
          </div>
        )}
      </Await>
    </Card>
  );
}

function Rules({ rules }: { readonly rules: VaultGovernance }) {
  const t = useTranslations("books.governance");
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
