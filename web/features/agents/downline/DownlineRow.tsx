"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import type { DownlineMember } from "#domain/api/agents.ts";
import { FigureCell } from "@/features/agents/downline/FigureCell";
import { MemberCell } from "@/features/agents/downline/MemberCell";
import { ROW_LOOK, useTreeState } from "@/features/agents/downline/treeState";
import { Money } from "@/features/agents/Money";
import { RatesText } from "@/features/agents/RatesText";
import { classNames } from "@/lib/classNames";

type Props = {
  readonly member: DownlineMember;
  readonly depth: number;
  readonly position: number;
  readonly size: number;
  readonly isFirst: boolean;
};

/** One member: who it is, at which rates, and its own figures. The screen leaves out drawing those out of sight. */
export function DownlineRow({ member, depth, position, size, isFirst }: Props) {
  const t = useTranslations("agents.downline");
  const { opened, activeId, toggle, activate, forget } = useTreeState();
  const { id, rates, directMembers, figures } = member;
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
      <MemberCell
        member={member}
        depth={depth}
        isOpen={isOpen}
        tabIndex={tabIndex}
        onToggle={() => toggle(member.id)}
      />
      <FigureCell name={t("rates")} isHidden={rates === null}>
        <RatesText rates={rates} />
      </FigureCell>
      <FigureCell name={t("bets")} isHidden={figures.every(({ bets }) => bets === 0)} isNumeric>
        {figures.map(({ currency, bets }) => (
          <span key={currency}>{bets.toLocaleString("en")}</span>
        ))}
      </FigureCell>
      {(["staked", "paid", "earned"] as const).map((figure) => (
        <FigureCell
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
        </FigureCell>
      ))}
    </tr>
  );
}
