"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Card } from "@/components/Card";
import { PageHeading } from "@/components/PageHeading";
import { ClaimsCard } from "@/features/exit/ClaimsCard";
import { exitObstacle } from "@/features/exit/exitObstacle";
import { FileCard } from "@/features/exit/FileCard";
import { StatusCard } from "@/features/exit/StatusCard";
import { useClaimsFile } from "@/features/exit/useClaimsFile";
import { useExitNode } from "@/features/exit/useExitNode";
import { useExitReading } from "@/features/exit/useExitReading";
import { useExitWallet } from "@/features/exit/useExitWallet";
import { WalletCard } from "@/features/exit/WalletCard";
import type { BalanceClaims } from "@/lib/vault/balanceClaims";
import type { ClaimsFile } from "@/lib/vault/claimsFile";

/** The way out when the house is gone: a file, a wallet and a node are all that it takes. */
export function ExitScreen() {
  const t = useTranslations("exit");
  const file = useClaimsFile();
  const wallet = useExitWallet();
  const [typedUrl, setTypedUrl] = useState("");
  const read = file.state.kind === "read" ? file.state.file : null;
  const tree = read?.tree ?? null;
  const { connected } = wallet;
  const address = connected?.address ?? null;
  const claims = useMemo(() => claimsOf(read, address), [read, address]);
  const { node, rpcUrl } = useExitNode({ chainId: tree?.chainId ?? null, typedUrl, connected });
  const reading = useExitReading({ file: file.state, claims, node });
  const obstacle =
    tree === null
      ? null
      : exitObstacle({
          connected,
          chainId: tree.chainId,
          account: read?.kind === "proof" ? read.claims.account : null,
        });
  const sender =
    tree === null || connected === null || node === null || obstacle !== null
      ? null
      : { tree, connected, node };

  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} lead={t("lead")} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="space-y-4">
          <FileCard
            state={file.state}
            onChoose={file.read}
            claims={claims}
            unit={reading.data?.standing.unit ?? null}
          />
          <WalletCard
            {...wallet}
            tree={tree}
            obstacle={obstacle}
            account={claims?.account ?? null}
            typedUrl={typedUrl}
            onTypeUrl={setTypedUrl}
            rpcUrl={rpcUrl}
          />
          {tree !== null && (
            <>
              <StatusCard tree={tree} node={node} reading={reading} connected={connected} />
              {claims !== null && reading.data !== undefined && (
                <ClaimsCard
                  claims={claims}
                  reading={reading.data}
                  sender={sender}
                  onChange={() => reading.refetch()}
                />
              )}
            </>
          )}
        </div>
        <HowCard />
      </div>
    </div>
  );
}

function HowCard() {
  const t = useTranslations("exit.how");
  return (
    <Card heading={t("title")}>
      <ol className="list-outside list-decimal space-y-3 pl-5 text-sm text-ink-soft marker:text-ink-faint">
        {(["promise", "open", "leave", "share"] as const).map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
      <p className="mt-4 border-t pt-4 text-sm text-ink-soft">{t("needs")}</p>
    </Card>
  );
}

/** A proof file speaks of its own account, a leaves file of whoever is connected. */
function claimsOf(file: ClaimsFile | null, connected: `0x${string}` | null): BalanceClaims | null {
  if (file === null) return null;
  if (file.kind === "proof") return file.claims;
  return connected === null ? null : file.claimsOf(`0x${connected.slice(2).toLowerCase()}`);
}
