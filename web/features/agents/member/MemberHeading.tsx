"use client";

import { ChevronRight, ReceiptText } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { isAgentLevel } from "#domain/agents/hierarchy.ts";
import type { PlaceView } from "#domain/api/agents.ts";
import type { UserView } from "#domain/api/auth.ts";
import { AddressLink } from "@/components/AddressLink";
import { ButtonLink } from "@/components/Button";
import { LevelBadge } from "@/features/agents/LevelBadge";
import { isOverseer } from "@/features/agents/standing";
import { shortened } from "@/lib/format/shortened";

type Props = {
  readonly place: PlaceView;
  readonly lineage: readonly PlaceView[];
  readonly viewer: UserView;
};

/** Who it is, and the way down to it. */
export function MemberHeading({ place, lineage, viewer }: Props) {
  const t = useTranslations("agents");
  const isAgent = isAgentLevel(place.level);
  // Of an agent its own statement; of a player what the viewer earns of it, which staff does not.
  const statement = isAgent
    ? { href: `/agents/statement?agentId=${place.id}`, text: t("member.statement") }
    : { href: `/agents/statement?playerId=${place.id}`, text: t("member.earnedOf") };
  return (
    <div className="space-y-3">
      <nav aria-label={t("member.trail")}>
        <ol className="flex flex-wrap items-center gap-x-1 gap-y-2 text-sm text-ink-soft">
          <li>
            <Link href="/agents" className="rounded-md hover:text-ink">
              {isOverseer(viewer.role) ? t("member.house") : t("member.overview")}
            </Link>
          </li>
          {lineage.slice(0, -1).map(({ id, level, walletAddress }) => (
            <li key={id} className="flex items-center gap-1">
              <ChevronRight aria-hidden className="size-4 text-ink-faint" />
              <Link
                href={id === viewer.id ? "/agents" : `/agents/members/${id}`}
                className="rounded-md hover:text-ink"
              >
                {t(`level.${level}`)}{" "}
                {id === viewer.id ? (
                  t("member.you")
                ) : (
                  <span className="font-mono text-[0.8125rem]">{shortened(walletAddress)}</span>
                )}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="flex flex-wrap items-center gap-3 text-lg font-medium">
          <LevelBadge level={place.level} />
          <AddressLink address={place.walletAddress} />
        </h2>
        {(isAgent || !isOverseer(viewer.role)) && (
          <ButtonLink href={statement.href}>
            <ReceiptText aria-hidden className="size-4" />
            {statement.text}
          </ButtonLink>
        )}
      </div>
    </div>
  );
}
