"use client";

import { useTranslations } from "next-intl";
import { CopyText } from "@/components/CopyText";
import { ExplorerLink } from "@/components/ExplorerLink";

type Props = { readonly address: string; readonly isWhole?: boolean };

/** An account or a contract: to copy, and to look at where the chain has an explorer. */
export function AddressLink({ address, isWhole = false }: Props) {
  const t = useTranslations("common");
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <CopyText text={address} name={t("address")} isWhole={isWhole} />
      <ExplorerLink kind="address" id={address} />
    </span>
  );
}
