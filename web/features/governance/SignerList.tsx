"use client";

import { useTranslations } from "next-intl";
import type { VaultGovernance } from "#domain/api/governance.ts";
import { AddressLink } from "@/components/AddressLink";
import { Badge } from "@/components/Badge";
import { Changed } from "@/features/governance/Changed";
import { Part } from "@/features/governance/Part";

/** The keys whose signatures the vault obeyed, one after the other. */
export function SignerList({ signers }: Pick<VaultGovernance, "signers">) {
  const t = useTranslations("governance.signers");
  return (
    <Part title={t("title")}>
      {signers.length === 0 && <p className="py-4 text-sm text-ink-soft">{t("none")}</p>}
      <ul className="divide-y">
        {signers.map(({ epoch, signer, isCurrent, changed }) => (
          <li key={epoch} className="py-3 text-sm">
            <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
              <span className="inline-flex items-center gap-2">
                {t("epoch", { epoch })} {isCurrent && <Badge tone="positive">{t("current")}</Badge>}
              </span>
              <AddressLink address={signer} />
            </p>
            <Changed at={changed} />
          </li>
        ))}
      </ul>
    </Part>
  );
}
