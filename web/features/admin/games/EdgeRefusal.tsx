"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Notice } from "@/components/Notice";
import { readPathRefusal } from "@/features/admin/games/pathRefusal";
import { percentText } from "@/lib/format/percent";

/** Why the house does not take an edge; where a path of agents is in its way, with the way there. */
export function EdgeRefusal({ error }: { readonly error: Error }) {
  const t = useTranslations("admin.games.refusal");
  const refusal = readPathRefusal(error);
  if (refusal === null) return <Notice tone="negative">{error.message}</Notice>;
  const { code, agentId, sumBps, ceilingBps } = refusal;
  return (
    <Notice tone="negative">
      <p>{t(code, { sum: percentText(sumBps), ceiling: percentText(ceilingBps) })}</p>
      <p>
        <Link href={`/agents/members/${agentId}`} className="rounded-md underline hover:text-accent">
          {t("toPath")}
        </Link>
      </p>
    </Notice>
  );
}
