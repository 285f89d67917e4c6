"use client";

import { useTranslations } from "next-intl";
import type { IndexerJobView } from "#domain/api/indexerJobs.ts";

const WHOLE = 100n;

/** How much of a range is done. */
export function JobProgress({ job: { fromBlock, toBlock, doneBlock } }: { readonly job: IndexerJobView }) {
  const t = useTranslations("admin.jobs");
  if (fromBlock === null || toBlock === null) return null;
  const percent = doneBlock === null ? 0 : percentDown(BigInt(fromBlock), BigInt(toBlock), BigInt(doneBlock));
  return (
    <div className="space-y-1.5">
      <progress
        aria-label={t("progress")}
        value={percent}
        max={Number(WHOLE)}
        className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-raised [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-accent"
      />
      <p className="figures text-ink-soft">{t("done", { percent, block: doneBlock ?? fromBlock })}</p>
    </div>
  );
}

/** In whole percent, within 0 … 100: for display only. */
function percentDown(from: bigint, to: bigint, done: bigint): number {
  const blocks = to - from + 1n;
  const finished = done - from + 1n;
  if (finished <= 0n) return 0;
  return finished >= blocks ? Number(WHOLE) : Number((finished * WHOLE) / blocks);
}
