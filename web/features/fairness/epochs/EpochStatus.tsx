"use client";

import { useTranslations } from "next-intl";
import type { EpochView } from "#domain/api/epochs.ts";
import { Badge, type Tone } from "@/components/Badge";

const TONES = {
  pending: "warning",
  anchored: "accent",
  final: "positive",
  displaced: "negative",
} as const satisfies Record<string, Tone>;

/** Whether the chain holds an epoch's root, and for good. */
export function EpochStatus({ epoch: { status, anchor } }: { readonly epoch: EpochView }) {
  const t = useTranslations("fairness.epochs.status");
  const shown = status === "anchored" && anchor?.isFinal ? "final" : status;
  return <Badge tone={TONES[shown]}>{t(shown)}</Badge>;
}
