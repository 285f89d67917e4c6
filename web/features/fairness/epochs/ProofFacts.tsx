"use client";

import { useTranslations } from "next-intl";
import type { EpochProof } from "#domain/api/epochs.ts";
import { AddressLink } from "@/components/AddressLink";
import { CopyText } from "@/components/CopyText";
import { Facts } from "@/components/Facts";
import { TransactionLink } from "@/components/TransactionLink";

type Props = { readonly file: EpochProof; readonly anchoredRoot: string | null };

/** What the verdict rests on. */
export function ProofFacts({ file: { epoch, proof }, anchoredRoot }: Props) {
  const t = useTranslations("fairness.epochs.facts");
  return (
    <Facts
      facts={[
        { name: t("hash"), value: <CopyText text={proof.hash} name={t("hash")} /> },
        {
          name: t("place"),
          value: t("placeOf", {
            section: proof.section,
            index: (proof.index + 1).toLocaleString(),
            size: proof.size.toLocaleString(),
          }),
        },
        { name: t("root"), value: <CopyText text={epoch.root} name={t("root")} /> },
        {
          name: t("anchored"),
          value: anchoredRoot === null ? t("nothing") : <CopyText text={anchoredRoot} name={t("anchored")} />,
        },
        ...(epoch.registry === null
          ? []
          : [{ name: t("registry"), value: <AddressLink address={epoch.registry} /> }]),
        ...(epoch.anchor === null
          ? []
          : [{ name: t("transaction"), value: <TransactionLink hash={epoch.anchor.txHash} /> }]),
      ]}
    />
  );
}
