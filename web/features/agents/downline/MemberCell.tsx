"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { DownlineMember } from "#domain/api/agents.ts";
import { LevelBadge } from "@/features/agents/LevelBadge";
import { classNames } from "@/lib/classNames";
import { shortened } from "@/lib/format/shortened";

type Props = {
  readonly member: DownlineMember;
  readonly depth: number;
  readonly isOpen: boolean;
  /** Of what can be reached in it: only the active row's is. */
  readonly tabIndex: 0 | -1;
  readonly onToggle: () => void;
};

const INDENT_REM = 1.25;

/** Who it is, as far in as it is down, and the way to those directly below. */
export function MemberCell({ member, depth, isOpen, tabIndex, onToggle }: Props) {
  const t = useTranslations("agents.downline");
  const { id, walletAddress, level, directMembers } = member;
  return (
    <td
      className="flex w-full min-w-0 items-center gap-2"
      style={{ paddingInlineStart: `${(depth - 1) * INDENT_REM}rem` }}
    >
      <span className="inline-flex size-6 shrink-0">
        {directMembers > 0 && (
          <button
            type="button"
            tabIndex={-1}
            aria-label={t(isOpen ? "close" : "open", { member: shortened(walletAddress) })}
            onClick={onToggle}
            className="inline-flex size-6 items-center justify-center rounded-md text-ink-faint hover:bg-raised hover:text-ink"
          >
            <ChevronRight
              aria-hidden
              className={classNames("size-4 transition-transform", isOpen && "rotate-90")}
            />
          </button>
        )}
      </span>
      <LevelBadge level={level} />
      <Link
        href={`/agents/members/${id}`}
        tabIndex={tabIndex}
        title={walletAddress}
        className="rounded-md font-mono text-[0.8125rem] whitespace-nowrap hover:text-accent"
      >
        {shortened(walletAddress)}
      </Link>
      {directMembers > 0 && (
        <span className="figures ml-auto text-xs whitespace-nowrap text-ink-faint md:ml-1">
          {t("members", { count: directMembers })}
        </span>
      )}
    </td>
  );
}
