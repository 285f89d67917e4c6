"use client";

import { PathBar } from "@/features/agents/member/PathBar";
import { PathTable } from "@/features/agents/member/PathTable";
import type { PathShares } from "@/features/agents/member/pathShares";

type Props = {
  readonly path: PathShares;
  readonly memberId: string;
  /** Of those whom the viewer knows by it. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly ceilingBps: number;
  readonly smallestEdgeBps: number;
};

/** How the smallest edge is shared along the heaviest path through a member, to look at and in figures. */
export function PathView({ path, memberId, addresses, ceilingBps, smallestEdgeBps }: Props) {
  const isOver = path.sumBps > ceilingBps;
  return (
    <div className="space-y-4">
      <PathBar
        path={path}
        memberId={memberId}
        isOver={isOver}
        ceilingBps={ceilingBps}
        smallestEdgeBps={smallestEdgeBps}
      />
      <PathTable path={path} memberId={memberId} isOver={isOver} addresses={addresses} />
    </div>
  );
}
