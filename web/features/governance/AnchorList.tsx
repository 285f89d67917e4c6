"use client";

import { useTranslations } from "next-intl";
import type { VaultGovernance } from "#domain/api/governance.ts";
import { CopyText } from "@/components/CopyText";
import { Changed } from "@/features/governance/Changed";
import { Part } from "@/features/governance/Part";

/** The newest root of each kind that the house has written down on the chain for good. */
export function AnchorList({ anchors }: Pick<VaultGovernance, "anchors">) {
  const t = useTranslations("governance.anchors");
  return (
    <Part title={t("title")}>
      {anchors.length === 0 && <p className="py-4 text-sm text-ink-soft">{t("none")}</p>}
      <ul className="divide-y">
        {anchors.map(({ kind, epoch, root, changed }) => (
          <li key={kind} className="py-3 text-sm">
            <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
              <span className="inline-flex flex-wrap items-center gap-2">
                <CopyText text={kind} name={t("kind")} /> {t("epoch", { epoch })}
              </span>
              <CopyText text={root} name={t("root")} />
            </p>
            <Changed at={changed} />
          </li>
        ))}
      </ul>
    </Part>
  );
}
