"use client";

import { useTranslations } from "next-intl";
import type { IndexerView } from "#domain/api/monitoring.ts";
import { Badge, type Tone } from "@/components/Badge";
import { useNow } from "@/lib/format/useNow";
import { type IndexerState, indexerState } from "@/lib/house/indexerState";

const TONES: Record<IndexerState["kind"], Tone> = {
  waiting: "neutral",
  atHead: "positive",
  behind: "warning",
  silent: "negative",
};

/** How the reading of the chain goes, in three words. */
export function IndexerBadge({ indexer }: { readonly indexer: IndexerView }) {
  const t = useTranslations("books.indexerState");
  const state = indexerState(indexer, useNow());
  return (
    <Badge tone={TONES[state.kind]}>
      {state.kind === "behind" ? t("behind", { count: state.blocks }) : t(state.kind)}
    </Badge>
  );
}
