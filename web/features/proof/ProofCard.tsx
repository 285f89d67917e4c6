"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, Hourglass, LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { FREE_BALANCE } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { Await } from "@/components/Await";
import { AnchorButton, Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { EmptyState } from "@/components/EmptyState";
import { ProofAmounts } from "@/features/proof/ProofAmounts";
import { ProofDetails } from "@/features/proof/ProofDetails";
import { ProofVerdict } from "@/features/proof/ProofVerdict";
import { balanceProofQuery } from "@/lib/account/balanceProofQuery";
import { ApiProblem } from "@/lib/api/apiErrors";
import { useApp } from "@/lib/app/AppContext";
import { saveFile } from "@/lib/ui/saveFile";
import { type BalanceClaims, claimsOfProof } from "@/lib/vault/balanceClaims";
import { judgeClaims } from "@/lib/vault/judgeClaims";
import { proofFileName } from "@/lib/vault/proofFileName";
import {
  useAccountStanding,
  usePaidBatches,
  useVaultPlace,
  useVaultStanding,
} from "@/lib/vault/standingQuery";

type Props = { readonly currency: CurrencyView; readonly account: string };

const INDENT = 2;

/** Holds the player's proof against what the vault has published, and hands it out as a file. */
export function ProofCard({ currency, account }: Props) {
  const t = useTranslations("proof");
  const { api } = useApp();
  const proof = useQuery(balanceProofQuery(api, currency.code, useVaultPlace()?.vault ?? null));
  const standing = useVaultStanding(currency.token);
  const own = useAccountStanding(account, currency.token);
  const claims = useMemo(() => (proof.data === undefined ? null : claimsOfProof(proof.data)), [proof.data]);
  const paid = usePaidBatches(batchIdsOf(claims));
  const all =
    !proof.data || !claims || !standing.data || !own.data || !paid.data
      ? undefined
      : { file: proof.data, claims, standing: standing.data, own: own.data, paidBatches: paid.data };
  if (proof.error instanceof ApiProblem && proof.error.code === "NOT_FOUND")
    return (
      <Card heading={t("yours", { currency: currency.code })}>
        <EmptyState icon={Hourglass} title={t("none")} text={t("noneHint")} />
      </Card>
    );
  return (
    <Card heading={t("yours", { currency: currency.code })} className="min-h-[32rem]">
      <Await
        query={{
          data: all,
          error: proof.error ?? standing.error ?? own.error ?? paid.error,
          refetch: () => Promise.all([proof, standing, own, paid].map(({ refetch }) => refetch())),
        }}
        lines={7}
      >
        {({ file, claims, standing, own, paidBatches }) => {
          const verdict = judgeClaims(claims, standing.checkpoint);
          return (
            <div className="space-y-5">
              <ProofVerdict currency={currency} claims={claims} verdict={verdict} />
              <ProofAmounts {...{ currency, claims, own, standing, paidBatches }} />
              <div className="space-y-3">
                <div className="flex flex-wrap gap-2">
                  <Button
                    variant="primary"
                    onClick={() =>
                      saveFile({
                        name: proofFileName(file),
                        text: `${JSON.stringify(file, null, INDENT)}\n`,
                        type: "application/json",
                      })
                    }
                  >
                    <Download aria-hidden className="size-4" />
                    {t("download")}
                  </Button>
                  {/* A whole page load: the exit page has a content security policy of its own. */}
                  <AnchorButton href="/exit" variant="ghost">
                    <LogOut aria-hidden className="size-4" />
                    {t("exit")}
                  </AnchorButton>
                </div>
                <p className="text-sm text-ink-soft">{t("keep")}</p>
              </div>
              <ProofDetails claims={claims} />
            </div>
          );
        }}
      </Await>
    </Card>
  );
}

function batchIdsOf(claims: BalanceClaims | null): `0x${string}`[] {
  return (claims?.leaves ?? []).map(({ batchId }) => batchId).filter((batchId) => batchId !== FREE_BALANCE);
}
