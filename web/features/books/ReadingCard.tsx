"use client";

import { Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { IndexerView } from "#domain/api/monitoring.ts";
import { Age } from "@/components/Age";
import { Badge } from "@/components/Badge";
import { BlockLink } from "@/components/BlockLink";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { IndexerBadge } from "@/components/IndexerBadge";
import { classNames } from "@/lib/classNames";
import { useHouse } from "@/lib/house/houseQuery";

/** How far the chain is read: what is final, what is in the books, what is still to come. */
export function ReadingCard({ indexer }: { readonly indexer: IndexerView }) {
  const t = useTranslations("books.reading");
  const { house } = useHouse();
  const { chainId, indexedBlock, headBlock, finalBlock, heardAt } = indexer;
  if (indexedBlock === null || headBlock === null || finalBlock === null) {
    return (
      <Card heading={t("title")}>
        <EmptyState icon={Hourglass} title={t("none")} text={t("noneHint")} />
      </Card>
    );
  }
  const confirming = atLeastZero(BigInt(indexedBlock) - BigInt(finalBlock));
  const behind = atLeastZero(BigInt(headBlock) - BigInt(indexedBlock));
  return (
    <Card heading={t("title")} aside={<IndexerBadge indexer={indexer} />}>
      <ol className="grid gap-y-5 sm:grid-cols-3">
        <Station tone="bg-positive" name={t("final")} block={finalBlock} text={t("finalText")} />
        <Station
          tone="bg-accent"
          name={t("indexed")}
          block={indexedBlock}
          text={t("indexedText", { count: confirming })}
        />
        <Station
          tone="bg-control"
          name={t("head")}
          block={headBlock}
          text={t("headText", { count: behind })}
        />
      </ol>
      <div className="mt-6 grid gap-x-12 gap-y-3 border-t pt-5 text-sm text-ink-soft lg:grid-cols-2">
        <p>{t("confirming", { depth: house?.chain.finalityDepth ?? 0 })}</p>
        <p>{t("dropped")}</p>
      </div>
      <p className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-faint">
        <Badge>{t("chain", { id: chainId.toString() })}</Badge>
        {heardAt !== null && (
          <span>
            {t("heard")} <Age at={new Date(heardAt)} />
          </span>
        )}
      </p>
    </Card>
  );
}

type StationProps = {
  readonly tone: string;
  readonly name: string;
  readonly block: string;
  readonly text: ReactNode;
};

function Station({ tone, name, block, text }: StationProps) {
  return (
    <li className="relative pl-6 sm:pt-6 sm:pr-6 sm:pl-0">
      <span
        aria-hidden
        className="absolute top-0 bottom-0 left-[5px] w-0.5 bg-border sm:top-[5px] sm:right-0 sm:bottom-auto sm:left-0 sm:h-0.5 sm:w-auto"
      />
      <span aria-hidden className={classNames("absolute top-1 left-0 size-3 rounded-full sm:top-0", tone)} />
      <p className="text-sm text-ink-faint">{name}</p>
      <p className="mt-0.5 text-xl font-medium">
        <BlockLink number={block} />
      </p>
      <p className="mt-1 text-sm text-ink-soft">{text}</p>
    </li>
  );
}

function atLeastZero(blocks: bigint): number {
  return blocks < 0n ? 0 : Number(blocks);
}
