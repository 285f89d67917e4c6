"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useCallback, useMemo, useState } from "react";
import { Await } from "@/components/Await";
import { EmptyState } from "@/components/EmptyState";
import { downlineQuery } from "@/features/agents/agentQueries";
import { DownlineBranch } from "@/features/agents/downline/DownlineBranch";
import { rowAfter, treeIntent } from "@/features/agents/downline/treeIntent";
import { type Members, ROW_LOOK, TreeContext } from "@/features/agents/downline/treeState";
import { useApp } from "@/lib/app/AppContext";
import { classNames } from "@/lib/classNames";

type Props = {
  readonly below: string | null;
  readonly name: "own" | "house" | "member";
  readonly members: Members;
};

const FIGURES = ["bets", "staked", "paid", "earned"] as const;

/** Everybody below, level by level: asked for when opened, and as many at a time as a screen takes. */
export function DownlineTree({ below, name, members }: Props) {
  const t = useTranslations("agents.downline");
  const top = useInfiniteQuery(downlineQuery(useApp().api, { below, members }));
  const tree = useTree(members);
  return (
    <Await query={{ data: top.data?.pages, error: top.error, refetch: top.refetch }} lines={5}>
      {(pages) =>
        pages.every(({ items }) => items.length === 0) ? (
          <EmptyState
            icon={Users}
            title={t(`none.${members === "agents" ? "agents" : name}`)}
            text={t(`noneHint.${members === "agents" ? "agents" : name}`)}
          />
        ) : (
          <TreeContext value={tree.state}>
            <table
              // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: HTML has no element for a tree of rows
              role="treegrid"
              aria-label={t(`title.${name}`)}
              onKeyDown={tree.onKeyDown}
              className="block border-t text-sm"
            >
              <thead className="hidden md:block">
                <tr className={classNames(ROW_LOOK, "grid border-b py-2.5 text-ink-faint")}>
                  <Heading>{t("member")}</Heading>
                  <Heading>{t("rates")}</Heading>
                  {FIGURES.map((figure) => (
                    <Heading key={figure} isNumeric>
                      {t(figure)}
                    </Heading>
                  ))}
                </tr>
              </thead>
              <tbody className="block">
                <DownlineBranch below={below} depth={1} />
              </tbody>
            </table>
          </TreeContext>
        )
      }
    </Await>
  );
}

type HeadingProps = { readonly isNumeric?: boolean; readonly children: string };

function Heading({ isNumeric = false, children }: HeadingProps) {
  return (
    <th scope="col" className={classNames("font-normal", isNumeric ? "text-right" : "text-left")}>
      {children}
    </th>
  );
}

/** Which rows are open, which one the keyboard is on, and what its keys do. */
function useTree(members: Members) {
  const router = useRouter();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [activeId, setActiveId] = useState<string | null>(null);

  const toggle = useCallback((id: string) => {
    setActiveId(id);
    setOpened((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const forget = useCallback((id: string) => setActiveId((active) => (active === id ? null : active)), []);
  const state = useMemo(
    () => ({ members, opened, activeId, toggle, activate: setActiveId, forget }),
    [members, opened, activeId, toggle, forget],
  );

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-member]")];
    // Keys inside a row's links and buttons are theirs.
    const index = event.target instanceof HTMLElement ? rows.indexOf(event.target) : -1;
    const row = rows[index];
    const id = row?.dataset.member;
    if (row === undefined || id === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const expanded = row.getAttribute("aria-expanded");
    const intent = treeIntent(event.key, { isOpen: expanded === "true", hasMembers: expanded !== null });
    if (intent === null) return;
    event.preventDefault();
    if (intent === "open" || intent === "close") toggle(id);
    if (intent === "visit") router.push(`/agents/members/${id}`);
    const next = rowAfter(
      intent,
      rows.map(({ ariaLevel }) => Number(ariaLevel)),
      index,
    );
    if (next !== null) rows[next]?.focus();
  }

  return { state, onKeyDown };
}
