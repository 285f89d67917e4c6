"use client";

import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { addressPrefix, MIN_ADDRESS_DIGITS } from "#domain/api/agents.ts";
import { Card } from "@/components/Card";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Segmented } from "@/components/Segmented";
import { DownlineTree } from "@/features/agents/downline/DownlineTree";
import { FoundMembers } from "@/features/agents/downline/FoundMembers";
import type { Members } from "@/features/agents/downline/treeState";

type Props = {
  /** Whose members; null: one's own, and for staff the house's. */
  readonly below: string | null;
  readonly name: "own" | "house" | "member";
};

export function DownlineCard({ below, name }: Props) {
  const t = useTranslations("agents.downline");
  // Below the house stands every player without an agent: those come second.
  const [members, setMembers] = useState<Members>(name === "house" ? "agents" : "all");
  const [typed, setTyped] = useState("");
  const address = useDeferredValue(addressPrefix.safeParse(typed).data);
  // What is still being typed is no mistake.
  const isReadable = /^\s*(0(x[0-9a-fA-F]{0,40})?)?\s*$/.test(typed);
  return (
    <Card
      heading={t(`title.${name}`)}
      isFlush
      className="min-w-0"
      aside={
        <Segmented
          label={t("shown")}
          value={members}
          onChange={setMembers}
          options={(["agents", "all"] as const).map((value) => ({ value, label: t(`show.${value}`) }))}
        />
      }
    >
      <p className="max-w-3xl px-5 pb-4 text-sm text-ink-soft">{t(`lead.${name}`)}</p>
      <div className="max-w-md px-5 pb-4">
        <Field
          label={t("search.label")}
          hint={t("search.hint", { digits: MIN_ADDRESS_DIGITS })}
          error={isReadable ? null : t("search.invalid")}
        >
          {(control) => (
            <Input
              {...control}
              isMono
              placeholder="0x…"
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
        </Field>
      </div>
      {address === undefined ? (
        <DownlineTree below={below} name={name} members={members} />
      ) : (
        <FoundMembers below={below} address={address} />
      )}
    </Card>
  );
}
