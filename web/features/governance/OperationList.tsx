"use client";

import { useTranslations } from "next-intl";
import type { GovernanceOperation } from "#domain/api/governance.ts";
import { AddressLink } from "@/components/AddressLink";
import { Badge, type Tone } from "@/components/Badge";
import { Disclosure } from "@/components/Disclosure";
import { Timestamp } from "@/components/Timestamp";
import { Changed } from "@/features/governance/Changed";
import { Part } from "@/features/governance/Part";

const TONES: Record<GovernanceOperation["state"], Tone> = {
  waiting: "warning",
  ready: "warning",
  expired: "neutral",
  executed: "positive",
  cancelled: "neutral",
};
const OPEN: ReadonlySet<GovernanceOperation["state"]> = new Set(["waiting", "ready"]);

type Props = { readonly operations: readonly GovernanceOperation[] };

/** What somebody with a role has announced to do, and what came of earlier announcements. */
export function OperationList({ operations }: Props) {
  const t = useTranslations("governance.operations");
  const open = operations.filter(({ state }) => OPEN.has(state));
  const ended = operations.filter(({ state }) => !OPEN.has(state));
  return (
    <Part title={t("title")}>
      {open.length === 0 ? (
        <p className="py-4 text-sm text-ink-soft">{t("none")}</p>
      ) : (
        <Rows operations={open} />
      )}
      {ended.length > 0 && (
        <Disclosure title={t("ended", { count: ended.length })}>
          <Rows operations={ended} />
        </Disclosure>
      )}
    </Part>
  );
}

function Rows({ operations }: Props) {
  const t = useTranslations("governance.operations");
  return (
    <ul className="divide-y">
      {operations.map(({ id, nonce, call, caller, target, state, readyAt, expiresAt, changed }) => (
        <li key={`${id}:${nonce}`} className="space-y-1.5 py-4 text-sm">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-mono">{call ?? t("unknownCall")}</span>
            <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
          </p>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-soft">
            {t("by")} <AddressLink address={caller} /> {t("on")} <AddressLink address={target} />
          </p>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-soft">
            {t("from")} <Timestamp at={readyAt} /> {t("until")} <Timestamp at={expiresAt} />
          </p>
          <Changed at={changed} />
        </li>
      ))}
    </ul>
  );
}
