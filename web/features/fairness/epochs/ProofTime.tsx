"use client";

import { useTranslations } from "next-intl";
import type { EpochProof } from "#domain/api/epochs.ts";
import type { HouseConfig } from "#domain/api/houseConfig.ts";
import { Notice, type NoticeTone } from "@/components/Notice";
import type { AnchorClaim } from "@/features/fairness/epochs/anchoredSince";
import { judgeEpochProof } from "@/features/fairness/epochs/judgeEpochProof";
import { blockMoment, judgeSince, type SinceVerdict } from "@/features/fairness/epochs/judgeSince";
import { type NodeChoice, useAnchoredSince } from "@/features/fairness/epochs/useAnchoredRoot";
import { useMoment } from "@/lib/format/useMoment";

const TONES: Record<SinceVerdict, NoticeTone> = {
  since: "positive",
  before: "positive",
  after: "info",
  asking: "info",
  unshown: "warning",
  untold: "info",
};

type Asked = {
  /** When it mattered; null for a proof on its own. */
  readonly at: string | null;
  readonly house: HouseConfig;
  readonly node: NodeChoice;
  /** Who is asked. */
  readonly nodeName: string;
};

/** In words: since when the house was committed to it. Nothing before it is proven, or before the house names a transaction. */
export function ProofTime({
  file,
  anchoredRoot,
  ...asked
}: Asked & { readonly file: EpochProof; readonly anchoredRoot: string | null }) {
  const { registry, epoch, root, anchor } = file.epoch;
  if (anchor === null || registry === null || judgeEpochProof(file, anchoredRoot) !== "proven") return null;
  return <Since {...asked} anchor={anchor} claim={{ registry, epoch, root, txHash: anchor.txHash }} />;
}

type SinceProps = Asked & {
  /** What the house, or the file, says about it. */
  readonly anchor: NonNullable<EpochProof["epoch"]["anchor"]>;
  readonly claim: AnchorClaim;
};

function Since({ anchor, claim, at, house, node, nodeName }: SinceProps) {
  const t = useTranslations("fairness.epochs.time");
  const momentText = useMoment();
  const { data, error } = useAnchoredSince(house, node, claim);
  const verdict = judgeSince({ since: data, isFailed: error !== null, at });
  const { blockTime, blockNumber: block } = data ?? anchor;
  const sinceMs = blockMoment(blockTime);
  const when = { at: sinceMs === null ? "–" : momentText(sinceMs), block, node: nodeName };
  return (
    <Notice tone={TONES[verdict]}>
      <p>
        {t(data == null ? "said" : "since", when)} {verdict !== "since" && t(verdict, when)}
      </p>
    </Notice>
  );
}
