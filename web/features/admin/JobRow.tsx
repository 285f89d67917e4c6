"use client";

import { useTranslations } from "next-intl";
import type { IndexerJobView } from "#domain/api/indexerJobs.ts";
import { Badge, type Tone } from "@/components/Badge";
import { Notice } from "@/components/Notice";
import { Timestamp } from "@/components/Timestamp";
import { JobProgress } from "@/features/admin/JobProgress";
import { JobResult } from "@/features/admin/JobResult";
import { isOpen, useJob } from "@/features/admin/jobsQuery";
import { shortened } from "@/lib/format/shortened";

const TONES: Record<IndexerJobView["state"], Tone> = {
  queued: "neutral",
  running: "accent",
  done: "positive",
  failed: "negative",
};

/** One job: what was asked, by whom, how far it is, and what came of it. */
export function JobRow({ job: listed }: { readonly job: IndexerJobView }) {
  const t = useTranslations("admin.jobs");
  // One that is under way is asked for by itself, more often than the list.
  const job = useJob(isOpen(listed) ? listed.id : null).data ?? listed;
  const { kind, vault, fromBlock, toBlock, state, requestedBy, createdAt, failure } = job;
  return (
    <li className="space-y-3 px-5 py-4 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="figures font-medium">
          {kind === "replay" ? t("replayOf", { from: fromBlock ?? "", to: toBlock ?? "" }) : t("reconcile")}
        </p>
        <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
      </div>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-ink-faint">
        <Timestamp at={createdAt} />
        <span>{t("ofVault", { vault: shortened(vault) })}</span>
        {requestedBy !== null && <span>{t("by", { account: shortened(requestedBy) })}</span>}
      </p>
      {state === "queued" && <p className="text-ink-soft">{t("waiting")}</p>}
      {state === "running" && <JobProgress job={job} />}
      {failure !== null && <Notice tone="negative">{failure}</Notice>}
      <JobResult job={job} />
    </li>
  );
}
