"use client";

import { useTranslations } from "next-intl";
import type { PayChangeView } from "#domain/api/gameVersions.ts";
import { AddressLink } from "@/components/AddressLink";
import { Badge } from "@/components/Badge";
import { Timestamp } from "@/components/Timestamp";
import { payChangeFacts } from "@/features/admin/games/payChangeFacts";
import { useFigureWords } from "@/features/admin/games/useFigureWords";
import { percentText } from "@/lib/format/percent";
import { useGameNames } from "@/lib/house/useGameNames";

/** One change: of what, how it was and how it is since, who made it and when. */
export function PayChangeRow({ change }: { readonly change: PayChangeView }) {
  const t = useTranslations("admin.games.changes");
  const nameOf = useGameNames();
  const { kind, subject, actorAddress, createdAt } = change;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-1.5 px-5 py-3 text-sm md:grid-cols-[12rem_minmax(0,1fr)_auto] md:items-center">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{kind === "game" ? nameOf(subject) : subject}</span>
        {kind === "crashTable" && <Badge>{t("table")}</Badge>}
      </p>
      <div className="min-w-0">
        <Told change={change} />
      </div>
      <p className="flex flex-wrap items-center gap-x-3 text-ink-faint md:justify-end">
        <span className="inline-flex items-center gap-1.5">
          {t("by")} {actorAddress === null ? t("release") : <AddressLink address={actorAddress} />}
        </span>
        <Timestamp at={createdAt} />
      </p>
    </li>
  );
}

function Told({ change }: { readonly change: PayChangeView }) {
  const t = useTranslations("admin.games.changes");
  const { nameOf, told } = useFigureWords();
  const facts = payChangeFacts(change);
  switch (facts.kind) {
    case "version": {
      const { number, beforeBps, afterBps } = facts;
      return (
        <p className="figures flex flex-wrap items-center gap-x-3 gap-y-1">
          <FromTo before={beforeBps === null ? null : percentText(beforeBps)} after={percentText(afterBps)} />
          <span className="text-ink-faint">{t("version", { number })}</span>
        </p>
      );
    }
    case "table":
      return (
        <ul className="figures flex flex-wrap gap-x-6 gap-y-1">
          {facts.isOpen !== null && <li>{t(facts.isOpen ? "opened" : "closed")}</li>}
          {facts.figures.map(({ figure, before, after }) => (
            <li key={figure} className="inline-flex flex-wrap items-center gap-x-2">
              <span className="text-ink-faint">{nameOf(figure)}</span>
              <FromTo before={told(figure, before)} after={told(figure, after)} />
            </li>
          ))}
        </ul>
      );
    case "unreadable":
      return <code className="font-mono text-xs break-all">{JSON.stringify(change.after)}</code>;
  }
}

type FromToProps = {
  /** Null: there was nothing before. */
  readonly before: string | null;
  readonly after: string;
};

function FromTo({ before, after }: FromToProps) {
  const t = useTranslations("admin.games.changes");
  if (before === null) return <span>{after}</span>;
  return (
    <span className="inline-flex items-center gap-x-2">
      <span className="text-ink-faint">{before}</span>
      <span role="img" aria-label={t("became")} className="text-ink-faint">
        →
      </span>
      <span>{after}</span>
    </span>
  );
}
