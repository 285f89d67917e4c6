"use client";

import { useTranslations } from "next-intl";
import { FREE_BALANCE } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { CopyText } from "@/components/CopyText";
import { Disclosure } from "@/components/Disclosure";
import { shortened } from "@/lib/format/shortened";
import type { BalanceClaims, ProvenLeaf } from "@/lib/vault/balanceClaims";
import { proofPath } from "@/lib/vault/proofPath";

/** More than these are checked all the same, but nobody reads them. */
const SHOWN_LEAVES = 10;

/** How the proof was checked, node by node, for those who want to see it. */
export function ProofDetails({ claims }: { readonly claims: BalanceClaims }) {
  const t = useTranslations("proof.details");
  const { tree, leaves } = claims;
  if (leaves.length === 0) return null;
  return (
    <Disclosure title={t("title")}>
      <p className="text-sm text-ink-soft">{t("lead")}</p>
      {leaves.slice(0, SHOWN_LEAVES).map((leaf) => (
        <LeafPath key={leaf.batchId} token={tree.token} leaf={leaf} />
      ))}
      <div className="space-y-1 rounded-control bg-sunken p-3 text-sm">
        <p>{t("published", { total: tree.total.toString() })}</p>
        <CopyText text={tree.root} name={t("root")} isWhole />
      </div>
    </Disclosure>
  );
}

function LeafPath({ token, leaf }: { readonly token: `0x${string}`; readonly leaf: ProvenLeaf }) {
  const t = useTranslations("proof.details");
  const path = proofPath(token, leaf);
  return (
    <section className="space-y-2">
      <h3 className="text-sm font-medium">
        {leaf.batchId === FREE_BALANCE ? t("free") : t("batch", { batch: shortened(leaf.batchId) })}
      </h3>
      <ol className="space-y-2 border-l pl-4 text-sm">
        <li className="space-y-0.5">
          <p className="text-ink-soft">{t("leaf", { sum: path.leaf.sum.toString() })}</p>
          <CopyText text={path.leaf.hash} name={t("hash")} isWhole />
        </li>
        {path.steps.map(({ sibling, parent }) => (
          <li key={parent.hash} className="space-y-0.5">
            <p className="text-ink-soft">
              {t("step", {
                side: sibling.isLeft ? "left" : "right",
                sibling: shortened(sibling.hash),
                siblingSum: sibling.sum.toString(),
                sum: parent.sum.toString(),
              })}
            </p>
            <CopyText text={parent.hash} name={t("hash")} isWhole />
          </li>
        ))}
      </ol>
    </section>
  );
}
