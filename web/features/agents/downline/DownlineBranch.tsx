"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { Await } from "@/components/Await";
import { Button } from "@/components/Button";
import { downlineQuery } from "@/features/agents/agentQueries";
import { DownlineRow } from "@/features/agents/downline/DownlineRow";
import { useTreeState } from "@/features/agents/downline/treeState";
import { useApp } from "@/lib/app/AppContext";

type Props = {
  readonly below: string | null;
  readonly depth: number;
  /** How many there are, as far as it is known. */
  readonly size?: number;
};

/** The rows right below somebody, with what is open below them. */
export function DownlineBranch({ below, depth, size = -1 }: Props) {
  const t = useTranslations("agents.downline");
  const { opened, members: shown } = useTreeState();
  const list = useInfiniteQuery(downlineQuery(useApp().api, { below, members: shown }));
  const members = list.data?.pages.flatMap((page) => page.items);
  if (members === undefined) {
    return (
      <Aside>
        <Await query={{ data: undefined, error: list.error, refetch: list.refetch }} lines={2}>
          {() => null}
        </Await>
      </Aside>
    );
  }
  return (
    <>
      {members.map((member, index) => (
        <Fragment key={member.id}>
          <DownlineRow
            member={member}
            depth={depth}
            position={index + 1}
            size={size}
            isFirst={depth === 1 && index === 0}
          />
          {opened.has(member.id) && (
            <DownlineBranch
              below={member.id}
              depth={depth + 1}
              // How many of them are agents is not known beforehand.
              size={shown === "all" ? member.directMembers : -1}
            />
          )}
        </Fragment>
      ))}
      {members.length === 0 && (
        <Aside>
          <p className="px-5 py-2 text-ink-faint" style={{ paddingInlineStart: `${depth * 1.25 + 2}rem` }}>
            {t("none.agents")}
          </p>
        </Aside>
      )}
      {list.hasNextPage && (
        <Aside>
          <div className="px-5 py-2" style={{ paddingInlineStart: `${depth * 1.25 + 1.25}rem` }}>
            <Button
              size="sm"
              variant="ghost"
              isBusy={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {size === -1
                ? t("moreMembers")
                : t("moreMembersOf", { left: Math.max(size - members.length, 0) })}
            </Button>
          </div>
        </Aside>
      )}
    </>
  );
}

/** What stands between the rows and is none of them. */
function Aside({ children }: { readonly children: ReactNode }) {
  return (
    <tr className="block border-b last:border-b-0">
      <td className="block">{children}</td>
    </tr>
  );
}
