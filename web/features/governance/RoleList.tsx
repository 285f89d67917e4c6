"use client";

import { useLocale, useTranslations } from "next-intl";
import type { GovernanceDelay, GovernanceRole } from "#domain/api/governance.ts";
import { AddressLink } from "@/components/AddressLink";
import { Badge } from "@/components/Badge";
import { Changed } from "@/features/governance/Changed";
import type { ContractNames } from "@/features/governance/contractNames";
import { Part } from "@/features/governance/Part";
import { ADMIN, PUBLIC, roleName } from "@/features/governance/roleName";
import { durationText } from "@/lib/format/durationText";
import { useMoment } from "@/lib/format/useMoment";

type Props = { readonly roles: readonly GovernanceRole[]; readonly contracts: ContractNames };

/** Each role: who holds it, after which delay, and what it may do. */
export function RoleList({ roles, contracts }: Props) {
  const t = useTranslations("governance.roles");
  return (
    <Part title={t("title")}>
      <ul className="divide-y">
        {roles.map((role) => (
          <li key={role.id} className="grid gap-x-12 gap-y-3 py-5 lg:grid-cols-[14rem_1fr_1fr]">
            <div>
              <p className="font-medium [overflow-wrap:anywhere]">{roleName(role, t)}</p>
              {role.id === ADMIN && <p className="mt-1 text-sm text-ink-soft">{t("adminText")}</p>}
            </div>
            <Members role={role} />
            <Functions role={role} contracts={contracts} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Members({ role: { id, members } }: { readonly role: GovernanceRole }) {
  const t = useTranslations("governance.roles");
  if (members.length === 0)
    return <p className="text-sm text-ink-soft">{t(id === PUBLIC ? "everybody" : "nobody")}</p>;
  return (
    <ul className="space-y-3">
      {members.map(({ account, delay, changed }) => (
        <li key={account} className="text-sm">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <AddressLink address={account} />
            <Delay delay={delay} />
          </p>
          <Changed at={changed} />
        </li>
      ))}
    </ul>
  );
}

function Delay({ delay: { seconds, next } }: { readonly delay: GovernanceDelay }) {
  const t = useTranslations("governance.roles");
  const locale = useLocale();
  const momentText = useMoment();
  const words = (length: number) =>
    length === 0 ? t("atOnce") : t("after", { time: durationText(length, locale) });
  return (
    <>
      <Badge tone={seconds === 0 ? "neutral" : "accent"}>{words(seconds)}</Badge>
      {next !== null && (
        <Badge tone="warning">{t("soon", { delay: words(next.seconds), time: momentText(next.from) })}</Badge>
      )}
    </>
  );
}

function Functions({
  role: { id, functions },
  contracts,
}: { readonly role: GovernanceRole } & Pick<Props, "contracts">) {
  const t = useTranslations("governance");
  return (
    <div className="flex flex-wrap content-start gap-1.5">
      {functions.map(({ target, selector, name }) => {
        const contract = contracts.get(target);
        return (
          <span
            key={`${target}:${selector}`}
            title={`${target} ${selector}`}
            className="h-fit rounded-md bg-raised px-2 py-0.5 font-mono text-xs [overflow-wrap:anywhere]"
          >
            {contract !== undefined && contract !== "vault" && (
              <span className="text-ink-faint">{t(`contract.${contract}`)} · </span>
            )}
            {name ?? selector}
          </span>
        );
      })}
      {functions.length === 0 && id !== ADMIN && (
        <p className="text-sm text-ink-soft">{t("roles.nothing")}</p>
      )}
    </div>
  );
}
