"use client";

import { useTranslations } from "next-intl";
import type { IndexerJobView, ReplayResult } from "#domain/api/indexerJobs.ts";
import { Amount } from "@/components/Amount";
import { CopyText } from "@/components/CopyText";
import { Facts } from "@/components/Facts";
import { Findings } from "@/components/Findings";
import { Notice } from "@/components/Notice";
import { useCurrencyOf } from "@/lib/house/houseQuery";

/** What came of a job that is done; nothing before. */
export function JobResult({ job: { result, comparisons } }: { readonly job: IndexerJobView }) {
  return (
    <>
      {result !== null && <Replayed result={result} />}
      {comparisons?.map((comparison) => (
        <Compared key={comparison.currency} comparison={comparison} />
      ))}
    </>
  );
}

function Replayed({
  result: { events, postings, hashBefore, hashAfter, changed },
}: {
  readonly result: ReplayResult;
}) {
  const t = useTranslations("admin.jobs.result");
  const isSame = hashBefore === hashAfter && changed.length === 0;
  return (
    <div className="space-y-2">
      <Notice tone={isSame ? "positive" : "warning"}>
        {isSame ? t("same") : t("changed", { tables: changed.join(", ") })}
      </Notice>
      <Facts
        facts={[
          { name: t("events"), value: events.toLocaleString() },
          { name: t("postings"), value: postings.toLocaleString() },
          { name: t("before"), value: <CopyText text={hashBefore} name={t("hash")} /> },
          { name: t("after"), value: <CopyText text={hashAfter} name={t("hash")} /> },
        ]}
      />
    </div>
  );
}

type Comparison = NonNullable<IndexerJobView["comparisons"]>[number];

function Compared({ comparison }: { readonly comparison: Comparison }) {
  const t = useTranslations("admin.jobs.result");
  const { currency, blockNumber, variance, findings } = comparison;
  const decimals = useCurrencyOf(currency)?.decimals ?? null;
  return (
    <div className="space-y-2">
      <p className="figures flex flex-wrap justify-between gap-x-6 gap-y-1">
        <span className="text-ink-soft">{t("difference", { block: blockNumber })}</span>
        <Amount minor={BigInt(variance)} decimals={decimals} currency={currency} />
      </p>
      {findings.length > 0 && <Findings findings={findings} />}
    </div>
  );
}
