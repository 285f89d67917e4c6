"use client";

import { useTranslations } from "next-intl";
import type { EpochProof } from "#domain/api/epochs.ts";
import { Notice, type NoticeTone } from "@/components/Notice";
import {
  type EpochVerdict,
  judgeEpochProof,
  wasAnchoredBefore,
} from "@/features/fairness/epochs/judgeEpochProof";
import { useMoment } from "@/lib/format/useMoment";

const TONES: Record<EpochVerdict, NoticeTone> = {
  proven: "positive",
  waiting: "info",
  otherRoot: "negative",
  broken: "negative",
};
const MS = 1_000;

type Props = {
  readonly file: EpochProof;
  readonly at: string | null;
  readonly anchoredRoot: string | null;
  /** Who said what the chain holds. */
  readonly nodeName: string;
};

/** In words: whether the house was committed to it, and since when. */
export function ProofVerdict({ file, at, anchoredRoot, nodeName }: Props) {
  const t = useTranslations("fairness.epochs.verdict");
  const momentText = useMoment();
  const { epoch, proof } = file;
  const verdict = judgeEpochProof(file, anchoredRoot);
  const isProven = verdict === "proven" && epoch.anchor !== null;
  return (
    <Notice tone={TONES[verdict]}>
      <p className="font-medium">
        {t(verdict, { section: proof.section, epoch: epoch.epoch, node: nodeName })}
      </p>
      {isProven && epoch.anchor !== null && (
        <p>
          {t("since", {
            at: momentText(Number(epoch.anchor.blockTime) * MS),
            block: epoch.anchor.blockNumber,
          })}{" "}
          {at !== null && t(wasAnchoredBefore(epoch.anchor.blockTime, at) ? "beforeBet" : "afterBet")}
        </p>
      )}
    </Notice>
  );
}
