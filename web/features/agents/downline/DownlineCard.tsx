"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Card } from "@/components/Card";
import { Segmented } from "@/components/Segmented";
import { DownlineTree } from "@/features/agents/downline/DownlineTree";
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
      <DownlineTree below={below} name={name} members={members} />
    </Card>
  );
}
