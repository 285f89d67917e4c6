"use client";

import { useTranslations } from "next-intl";
import type { IndexerView, ReconciliationView } from "#domain/api/monitoring.ts";
import { Card } from "@/components/Card";
import { Command } from "@/components/Command";
import { AskTheChain } from "@/features/books/AskTheChain";

type Props = {
  readonly items: readonly ReconciliationView[];
  readonly indexers: readonly IndexerView[];
};

/** How to do all of this without the house: in this browser, and on a machine of one's own. */
export function CheckBooks({ items, indexers }: Props) {
  const t = useTranslations("books.check");
  const [indexer] = indexers;
  return (
    <Card heading={t("title")}>
      <div className="space-y-5 text-sm">
        {items.length > 0 && (
          <section className="space-y-3">
            <p className="text-ink-soft">{t("browser")}</p>
            {items.map((item) => (
              <AskTheChain key={`${item.vault}:${item.currency}`} comparison={item} />
            ))}
          </section>
        )}
        {indexer !== undefined && (
          <section className="space-y-3 border-t pt-5">
            <p className="text-ink-soft">{t("rebuild")}</p>
            <Command name={t("command")} text={rebuildOf(indexer)} />
          </section>
        )}
        {indexer?.indexedBlock != null && (
          <section className="space-y-3 border-t pt-5">
            <p className="text-ink-soft">{t("replay")}</p>
            <Command
              name={t("command")}
              text={`npm run replay -- --from-block ${indexer.deployBlock} --to-block ${indexer.indexedBlock}`}
            />
          </section>
        )}
      </div>
    </Card>
  );
}

/** Whoever runs it puts in a node, and an empty database, of his own. */
function rebuildOf({ vault, chainId, deployBlock }: IndexerView): string {
  const where = `--vault ${vault} --chain-id ${chainId} --deploy-block ${deployBlock}`;
  return `npm run rebuild -- --from-chain ${where} --rpc-url URL --database postgres://…`;
}
