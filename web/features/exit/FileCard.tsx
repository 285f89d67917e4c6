"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Amount } from "@/components/Amount";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import { Skeleton } from "@/components/Skeleton";
import type { FileState } from "@/features/exit/useClaimsFile";
import { type BalanceClaims, claimedQuanta } from "@/lib/vault/balanceClaims";
import type { ClaimsFile } from "@/lib/vault/claimsFile";
import type { TokenUnit } from "@/lib/vault/vaultReader";

type Props = {
  readonly state: FileState;
  readonly onChoose: (file: File) => void;
  readonly claims: BalanceClaims | null;
  /** Null until the chain has told it: amounts are shown in quanta meanwhile. */
  readonly unit: TokenUnit | null;
};

/** The first step: the file that says what the house owed. */
export function FileCard({ state, onChoose, claims, unit }: Props) {
  const t = useTranslations("exit.file");
  const id = useId();
  return (
    <Card heading={t("title")}>
      <div className="space-y-4">
        <label
          htmlFor={id}
          className="flex cursor-pointer items-center gap-4 rounded-control border border-control border-dashed bg-sunken p-4 transition-colors hover:bg-raised has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <FileUp aria-hidden className="size-6 shrink-0 text-accent" />
          <span className="min-w-0 text-sm">
            <span className="block truncate font-medium">
              {state.kind === "none" ? t("choose") : state.name}
            </span>
            <span className="block text-ink-soft">{state.kind === "none" ? t("hint") : t("another")}</span>
          </span>
          <input
            id={id}
            type="file"
            className="sr-only"
            onChange={(event) => {
              const [chosen] = event.target.files ?? [];
              if (chosen !== undefined) onChoose(chosen);
              // The same file, mended, may be chosen again.
              event.target.value = "";
            }}
          />
        </label>
        {state.kind === "reading" && (
          <div role="status" className="space-y-3">
            <span className="sr-only">{t("reading")}</span>
            <Skeleton className="h-5" />
            <Skeleton className="h-5" />
          </div>
        )}
        {state.kind === "failed" && <Notice tone="negative">{t(`failed.${state.reason}`)}</Notice>}
        {state.kind === "read" && <Read file={state.file} claims={claims} unit={unit} />}
      </div>
    </Card>
  );
}

type ReadProps = { readonly file: ClaimsFile } & Pick<Props, "claims" | "unit">;

function Read({ file, claims, unit }: ReadProps) {
  const t = useTranslations("exit.file");
  const { tree } = file;
  return (
    <>
      {claims?.leaves.length === 0 && <Notice tone="warning">{t("noLeaves")}</Notice>}
      <Facts
        facts={[
          { name: t("kind"), value: t(`kinds.${file.kind}`) },
          { name: t("checkpoint"), value: tree.epoch.toString() },
          ...(claims === null
            ? []
            : [
                { name: t("account"), value: <CopyText text={claims.account} name={t("account")} /> },
                {
                  name: t("amount"),
                  value:
                    unit === null ? (
                      t("quanta", { quanta: claimedQuanta(claims).toString(), currency: tree.currency })
                    ) : (
                      <Amount
                        minor={claimedQuanta(claims) * unit.quantum}
                        decimals={unit.decimals}
                        currency={tree.currency}
                      />
                    ),
                },
              ]),
          { name: t("vault"), value: <CopyText text={tree.vault} name={t("vault")} /> },
          { name: t("chain"), value: tree.chainId.toString() },
        ]}
      />
    </>
  );
}
