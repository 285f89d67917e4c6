"use client";

import { useTranslations } from "next-intl";
import { EPOCH_SECTIONS, type InclusionProof } from "#domain/fairness/epoch.ts";
import { CopyText } from "@/components/CopyText";
import { Disclosure } from "@/components/Disclosure";
import { epochSteps } from "@/features/fairness/epochs/epochSteps";
import { shortened } from "@/lib/format/shortened";

type Props = { readonly proof: InclusionProof; readonly root: string };

/** How the proof was checked, node by node, for those who want to see it. */
export function ProofSteps({ proof, root }: Props) {
  const t = useTranslations("fairness.epochs.steps");
  const { leaf, steps } = epochSteps(proof);
  return (
    <Disclosure title={t("title")}>
      <p className="text-sm text-ink-soft">{t("lead")}</p>
      <ol className="space-y-3 border-l pl-4 text-sm">
        <li className="space-y-0.5">
          <p className="text-ink-soft">{t("leaf", { hash: shortened(proof.hash) })}</p>
          <CopyText text={leaf} name={t("node")} isWhole />
        </li>
        {steps.map(({ neighbour, isLeft, parent }) => (
          <li key={parent} className="space-y-0.5">
            <p className="text-ink-soft">
              {t("step", { side: isLeft ? "left" : "right", neighbour: shortened(neighbour) })}
            </p>
            <CopyText text={parent} name={t("node")} isWhole />
          </li>
        ))}
        <li className="space-y-1">
          <p className="text-ink-soft">{t("sections")}</p>
          <ul className="space-y-1">
            {EPOCH_SECTIONS.map((section) => (
              <li key={section} className="text-ink-soft">
                {t(`section.${section}`)}{" "}
                <CopyText text={proof.roots[section]} name={t(`section.${section}`)} />
              </li>
            ))}
          </ul>
          <CopyText text={root} name={t("root")} isWhole />
        </li>
      </ol>
    </Disclosure>
  );
}
