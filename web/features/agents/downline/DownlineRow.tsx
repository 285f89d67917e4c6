"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import type { DownlineMember } from "#domain/api/agents.ts";
import { ROW_LOOK, useTreeState } from "@/features/agents/downline/treeState";
import { LevelBadge } from "@/features/agents/LevelBadge";
import { Money } from "@/features/agents/Money";
import { RatesText } from "@/features/agents/RatesText";
import { classNames } from "@/lib/classNames";
import { shortened } from "@/lib/format/shortened";

type Props = {
  readonly member: DownlineMember;
  readonly depth: number;
  readonly position: number;
  readonly size: number;
  readonly isFirst: boolean;
};

const INDENT_REM = 1.25;

/** One member: who it is, at which rates, and its own figures. The screen leaves out drawing those out of sight. */
export function DownlineRow({ member, depth, position, size, isFirst }: Props) {
  const t = useTranslations("agents.downline");
  const { opened, activeId, toggle, activate, forget } = useTreeState();
  const { id, walletAddress, level, rates, directMembers, figures } = member;
  useEffect(() => () => forget(id), [id, forget]);
  const isOpen = opened.has(id);
  const isActive = activeId === id || (activeId === null && isFirst);
  const tabIndex = isActive ? 0 : -1;
  return (
    <tr
      data-member={id}
      aria-level={depth}
      aria-posinset={position}
      aria-setsize={size}
      aria-expanded={directMembers > 0 ? isOpen : undefined}
      tabIndex={tabIndex}
      onFocus={() => activate(id)}
      className={classNames(
        ROW_LOOK,
        "flex flex-wrap items-center gap-y-1 border-b py-2 outline-offset-[-2px] [contain-intrinsic-size:auto_1.5rem] [content-visibility:auto] last:border-b-0 hover:bg-raised/50 md:grid",
      )}
    >
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
              onClick={() => toggle(id)}
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
      <Cell name={t("rates")} isHidden={rates === null}>
        <RatesText rates={rates} />
      </Cell>
      <Cell name={t("bets")} isHidden={figures.every(({ bets }) => bets === 0)} isNumeric>
        {figures.map(({ currency, bets }) => (
          <span key={currency}>{bets.toLocaleString("en")}</span>
        ))}
      </Cell>
      {(["staked", "paid", "earned"] as const).map((figure) => (
        <Cell
          key={figure}
          name={t(figure)}
          isHidden={figures.every((line) => line[figure] === "0")}
          isNumeric
        >
          {figures.map((line) => (
            <Money
              key={line.currency}
              currency={line.currency}
              minor={line[figure]}
              isBare={figures.length === 1}
            />
          ))}
        </Cell>
      ))}
    </tr>
  );
}

type CellProps = {
  readonly name: string;
  /** Nothing to say: on small screens left out, in columns a dash. */
  readonly isHidden: boolean;
  readonly isNumeric?: boolean;
  readonly children: ReactNode;
};

function Cell({ name, isHidden, isNumeric = false, children }: CellProps) {
  return (
    <td
      className={classNames(
        "figures items-baseline gap-1.5 text-[0.8125rem] md:flex md:flex-col md:gap-0",
        isNumeric && "md:items-end",
        isHidden ? "hidden" : "flex pl-8 md:pl-0",
      )}
    >
      <span aria-hidden className="text-ink-faint md:hidden">
        {name}
      </span>
      {isHidden ? <span className="text-ink-faint">–</span> : children}
    </td>
  );
}
