"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { AgentChangeView } from "#domain/api/agents.ts";
import { Badge } from "@/components/Badge";
import { Timestamp } from "@/components/Timestamp";
import { changeFacts, type ToldPlace } from "@/features/agents/changes/changeFacts";
import { RatesText } from "@/features/agents/RatesText";
import { percentText } from "@/lib/format/percent";
import { shortened } from "@/lib/format/shortened";

/** One change: whose, what it was before and after, who made it and when. */
export function ChangeRow({ change }: { readonly change: AgentChangeView }) {
  const t = useTranslations("agents.changes");
  const { kind, userId, actorId, createdAt } = change;
  return (
    <li className="grid gap-x-6 gap-y-1.5 px-5 py-3 text-sm md:grid-cols-[6rem_minmax(0,1fr)_auto] md:items-center">
      <span>
        <Badge>{t(`kind.${kind}`)}</Badge>
      </span>
      <div className="min-w-0 space-y-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {userId === null ? <span>{t("house")}</span> : <MemberLink id={userId} />}
          <Told change={change} />
        </p>
      </div>
      <p className="flex flex-wrap items-center gap-x-3 text-ink-faint md:justify-end">
        <span className="inline-flex items-center gap-1">
          {t("by")} {actorId === userId ? t("themselves") : <MemberLink id={actorId} />}
        </span>
        <Timestamp at={createdAt} />
      </p>
    </li>
  );
}

function Told({ change }: { readonly change: AgentChangeView }) {
  const t = useTranslations("agents.changes");
  const facts = changeFacts(change);
  const ceilingText = (bps: number | null) => (bps === null ? t("noCeiling") : percentText(bps));
  switch (facts.kind) {
    case "rates":
      return <FromTo before={<RatesText rates={facts.before} />} after={<RatesText rates={facts.after} />} />;
    case "place":
      return <FromTo before={<PlaceText place={facts.before} />} after={<PlaceText place={facts.after} />} />;
    case "ceiling":
      return <FromTo before={ceilingText(facts.before)} after={ceilingText(facts.after)} />;
    case "unreadable":
      return <code className="font-mono text-xs break-all">{JSON.stringify(change.after)}</code>;
  }
}

function FromTo({ before, after }: { readonly before: ReactNode; readonly after: ReactNode }) {
  const t = useTranslations("agents.changes");
  return (
    <>
      <span className="text-ink-faint">{before}</span>
      <span role="img" aria-label={t("became")} className="text-ink-faint">
        →
      </span>
      <span>{after}</span>
    </>
  );
}

function PlaceText({ place: { level, parentId } }: { readonly place: ToldPlace }) {
  const t = useTranslations("agents");
  return (
    <>
      {t(`level.${level}`)} {t("changes.under")}{" "}
      {parentId === null ? t("changes.theHouse") : <MemberLink id={parentId} />}
    </>
  );
}

function MemberLink({ id }: { readonly id: string }) {
  return (
    <Link
      href={`/agents/members/${id}`}
      title={id}
      className="rounded-md font-mono text-[0.8125rem] text-ink-soft hover:text-accent"
    >
      {shortened(id)}
    </Link>
  );
}
