"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { GovernanceReport } from "#domain/api/governance.ts";
import { AddressLink } from "@/components/AddressLink";
import { CopyText } from "@/components/CopyText";
import type { ChangeEntry } from "@/features/governance/groupChanges";
import { type GovernanceWords, useGovernanceWords } from "@/features/governance/useGovernanceWords";

type Props = { readonly entry: ChangeEntry; readonly report: GovernanceReport };

/** One change in words. */
export function ChangeText({ entry, report }: Props) {
  const t = useTranslations("governance.changes");
  const words = useGovernanceWords(report);
  switch (entry.kind) {
    case "named":
      return (
        <>
          <Call name={entry.name} />
          {entry.isTooLong && <span className="ml-2 text-ink-soft">{t("tooLong")}</span>}
        </>
      );
    case "functions":
      return (
        <>
          {t.rich("event.TargetFunctionRoleUpdated", {
            account: () => <Account address={entry.target} words={words} />,
            b: Strong,
            role: words.role(entry.roleId),
          })}
          <span className="mt-1.5 flex flex-wrap gap-1.5">
            {entry.calls.map((call) => (
              <Call key={call} name={call} />
            ))}
          </span>
        </>
      );
    case "told":
      return t.rich(`event.${entry.change.name}`, valuesOf(entry, words));
  }
}

type Values = Record<string, string | number | ((chunks: ReactNode) => ReactNode)>;

/** What stands in a change's sentence. */
function valuesOf({ change, call }: Extract<ChangeEntry, { kind: "told" }>, words: GovernanceWords): Values {
  const { role, delay, time, amount, currency } = words;
  const address = (account: string) => () => <Account address={account} words={words} />;
  switch (change.name) {
    case "RoleGranted": {
      const { roleId, account, newMember } = change.args;
      const terms = { isNew: String(newMember), delay: delay(change.args.delay) };
      return { account: address(account), b: Strong, role: role(roleId), ...terms };
    }
    case "RoleRevoked":
      return { account: address(change.args.account), b: Strong, role: role(change.args.roleId) };
    case "RoleAdminChanged":
      return { b: Strong, role: role(change.args.roleId), other: role(change.args.admin) };
    case "RoleGuardianChanged":
      return { b: Strong, role: role(change.args.roleId), other: role(change.args.guardian) };
    case "RoleGrantDelayChanged": {
      const terms = { delay: delay(change.args.delay), time: time(change.args.since) };
      return { b: Strong, role: role(change.args.roleId), ...terms };
    }
    case "RoleLabel":
      return { b: Strong, id: change.args.roleId, label: change.args.label };
    case "TargetAdminDelayUpdated": {
      const terms = { delay: delay(change.args.delay), time: time(change.args.since) };
      return { account: address(change.args.target), ...terms };
    }
    case "TargetClosed":
      return { account: address(change.args.target), isOn: String(change.args.closed) };
    case "OperationScheduled": {
      const { caller, target, data, schedule } = change.args;
      const called = () => <Call name={call ?? data.slice(0, SELECTOR_CHARACTERS)} />;
      return { account: address(caller), target: address(target), call: called, time: time(schedule) };
    }
    case "OperationExecuted":
    case "OperationCanceled":
      return { id: () => <CopyText text={change.args.operationId} name={words.operation} /> };
    case "SignerRotated":
      return { account: address(change.args.newSigner), epoch: change.args.signerEpoch };
    case "OutflowLimitsChanged": {
      const { token, newLimits } = change.args;
      const perHour = BigInt(newLimits.outflowRefillPerSecond) * SECONDS_PER_HOUR;
      return {
        b: Strong,
        batch: amount(token, BigInt(newLimits.batchCap)),
        capacity: amount(token, BigInt(newLimits.outflowCapacity)),
        refill: amount(token, perHour),
      };
    }
    case "AuthorityUpdated":
      return { account: address(change.args.authority) };
    case "TokenListed":
      return { account: address(change.args.token), b: Strong, currency: currency(change.args.token) };
    case "EntriesPauseChanged":
    case "PayoutsPauseChanged":
      return { isOn: String(change.args.newPaused) };
  }
}

const SECONDS_PER_HOUR = 3_600n;
const SELECTOR_CHARACTERS = "0x00000000".length;

type AccountProps = { readonly address: string; readonly words: GovernanceWords };

/** An account; one of the house's contracts by its name as well. */
function Account({ address, words }: AccountProps) {
  const name = words.contract(address);
  return (
    <>
      {name !== undefined && <span className="font-medium">{name} </span>}
      <AddressLink address={address} />
    </>
  );
}

function Strong(chunks: ReactNode): ReactNode {
  return <span className="font-medium">{chunks}</span>;
}

function Call({ name }: { readonly name: string }) {
  return <span className="h-fit rounded-md bg-raised px-2 py-0.5 font-mono text-xs">{name}</span>;
}
