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
        <section className="space-y-3 border-t pt-5">
          <p className="text-ink-soft">{t("rebuild")}</p>
          <Command name={t("command")} text="npm run rebuild -- --from-chain" />
        </section>
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
