"use client";

import { useTranslations } from "next-intl";
import type { MemberLevel } from "#domain/agents/hierarchy.ts";
import { Badge, type Tone } from "@/components/Badge";

const TONES: Record<MemberLevel, Tone> = {
  super_master: "accent",
  master: "accent",
  agent: "accent",
  user: "neutral",
};

export function LevelBadge({ level }: { readonly level: MemberLevel }) {
  const t = useTranslations("agents.level");
  return <Badge tone={TONES[level]}>{t(level)}</Badge>;
}
