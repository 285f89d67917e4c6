"use client";

import { useTranslations } from "next-intl";
import type { EpochProof } from "#domain/api/epochs.ts";
import { Notice, type NoticeTone } from "@/components/Notice";
import { type EpochVerdict, judgeEpochProof } from "@/features/fairness/epochs/judgeEpochProof";

const TONES: Record<EpochVerdict, NoticeTone> = {
  proven: "positive",
  waiting: "info",
  otherRoot: "negative",
  broken: "negative",
};

type Props = {
  readonly file: EpochProof;
  readonly anchoredRoot: string | null;
  /** Who said what the chain holds. */
  readonly nodeName: string;
};

/** In words: whether the house was committed to it. */
export function ProofVerdict({ file, anchoredRoot, nodeName }: Props) {
  const t = useTranslations("fairness.epochs.verdict");
  const { epoch, proof } = file;
  const verdict = judgeEpochProof(file, anchoredRoot);
  return (
    <Notice tone={TONES[verdict]}>
      <p className="font-medium">
        {t(verdict, { section: proof.section, epoch: epoch.epoch, node: nodeName })}
      </p>
    </Notice>
  );
}
