"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { EpochProof, EpochView } from "#domain/api/epochs.ts";
import { isIncluded } from "#domain/fairness/epoch.ts";
import { Await } from "@/components/Await";
import { Notice } from "@/components/Notice";
import { Segmented } from "@/components/Segmented";
import { CheckElsewhere } from "@/features/fairness/epochs/CheckElsewhere";
import { ProofFacts } from "@/features/fairness/epochs/ProofFacts";
import { ProofSteps } from "@/features/fairness/epochs/ProofSteps";
import { ProofTime } from "@/features/fairness/epochs/ProofTime";
import { ProofVerdict } from "@/features/fairness/epochs/ProofVerdict";
import { type NodeChoice, useAnchoredRoot } from "@/features/fairness/epochs/useAnchoredRoot";
import { useHouse } from "@/lib/house/houseQuery";
import { useStore } from "@/lib/store";
import { DISCONNECTED, walletState } from "@/lib/wallet/walletState";

type Props = {
  readonly file: EpochProof;
  /** When it mattered; null for a proof on its own. */
  readonly at: string | null;
  /** What the house lists: a proof that names another registry proves nothing about this house. */
  readonly epochs: readonly EpochView[];
};

/** A proof worked out here, in the browser, and held against what the chain says. */
export function ProofCheck({ file, at, epochs }: Props) {
  const t = useTranslations("fairness.epochs.verdict");
  const { house } = useHouse();
  const { epoch, proof } = file;
  const isOfHouse = epochs.some(
    ({ registry, chainId }) => registry === epoch.registry && chainId === epoch.chainId,
  );
  if (house === null) return null;
  if (!isIncluded(epoch.root, proof)) return <Notice tone="negative">{t("broken")}</Notice>;
  if (!isOfHouse || epoch.chainId !== house.chain.id)
    return <Notice tone="negative">{t("elsewhere")}</Notice>;
  return <HeldAgainstChain file={file} at={at} house={house} />;
}

type HeldProps = Pick<Props, "file" | "at"> & {
  readonly house: NonNullable<ReturnType<typeof useHouse>["house"]>;
};

function HeldAgainstChain({ file, at, house }: HeldProps) {
  const t = useTranslations("fairness.epochs.verdict");
  const wallet = useStore(walletState, DISCONNECTED);
  const [chosen, setChosen] = useState<NodeChoice>("house");
  const hasWallet = wallet.status === "connected" && wallet.chainId === house.chain.id;
  const node = hasWallet ? chosen : "house";
  const { registry, epoch } = file.epoch;
  const anchored = useAnchoredRoot({ house, node, registry, epoch });
  const nodeName = node === "wallet" && hasWallet ? wallet.walletName : new URL(house.chain.rpcUrl).host;
  return (
    <div className="space-y-5">
      {hasWallet && (
        <Segmented<NodeChoice>
          label={t("node")}
          value={node}
          onChange={setChosen}
          options={[
            { value: "house", label: t("nodeOfHouse") },
            { value: "wallet", label: t("nodeOfWallet", { wallet: wallet.walletName }) },
          ]}
        />
      )}
      <Await query={anchored} lines={4}>
        {(root) => (
          <>
            <ProofVerdict file={file} anchoredRoot={root} nodeName={nodeName} />
            <ProofTime
              file={file}
              at={at}
              anchoredRoot={root}
              house={house}
              node={node}
              nodeName={nodeName}
            />
            <ProofFacts file={file} anchoredRoot={root} />
          </>
        )}
      </Await>
      <ProofSteps proof={file.proof} root={file.epoch.root} />
      <CheckElsewhere file={file} />
    </div>
  );
}
