"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { Facts } from "@/components/Facts";
import { Notice } from "@/components/Notice";
import type { ExitObstacle } from "@/features/exit/exitObstacle";
import type { ExitWallet } from "@/features/exit/exitWallets";
import { NodeAddress } from "@/features/exit/NodeAddress";
import { useBurner } from "@/features/exit/useBurner";
import type { ConnectedWallet } from "@/features/exit/useExitWallet";
import { WalletObstacle } from "@/features/exit/WalletObstacle";
import type { ClaimedTree } from "@/lib/vault/balanceClaims";
import { useFailureText } from "@/lib/wallet/useFailureText";

type Props = {
  readonly wallets: readonly ExitWallet[];
  readonly connected: ConnectedWallet | null;
  readonly connect: (wallet: ExitWallet) => Promise<void>;
  readonly tree: ClaimedTree | null;
  readonly obstacle: ExitObstacle | null;
  /** Whose money the file is about. */
  readonly account: string | null;
  readonly typedUrl: string;
  readonly onTypeUrl: (url: string) => void;
  /** The node whose address is known, if any. */
  readonly rpcUrl: string | null;
};

/** The second step: the wallet that leaves, and the node that is asked. */
export function WalletCard(props: Props) {
  const { wallets, connected, connect, tree, obstacle, account, typedUrl, onTypeUrl, rpcUrl } = props;
  const t = useTranslations("exit.wallet");
  const textOf = useFailureText();
  const failure = useMutation({ mutationFn: textOf });
  const act = useMutation({
    mutationFn: (action: () => Promise<void>) => action(),
    onMutate: () => failure.reset(),
    onError: (error) => failure.mutate(error),
  });
  const burner = useBurner({ chainId: tree?.chainId ?? null, rpcUrl });

  async function switchNetwork(): Promise<void> {
    if (connected === null || tree === null) return;
    const { switchWallet } = await import("@/features/exit/switchWallet");
    await switchWallet(connected.wallet.provider, { chainId: tree.chainId, rpcUrl });
  }

  return (
    <Card heading={t("title")}>
      <div className="space-y-4">
        {failure.data !== undefined && (
          <Notice tone={failure.data.isRejection ? "info" : "negative"}>{failure.data.text}</Notice>
        )}
        {connected === null ? (
          <WalletChoice
            wallets={burner === null ? wallets : [...wallets, burner]}
            isBusy={act.isPending}
            onChoose={(wallet) => act.mutate(() => connect(wallet))}
          />
        ) : (
          <WalletFacts connected={connected} />
        )}
        <WalletObstacle
          obstacle={obstacle}
          connected={connected}
          tree={tree}
          account={account}
          isSwitching={act.isPending}
          onSwitch={() => act.mutate(switchNetwork)}
        />
        <NodeAddress typedUrl={typedUrl} onTypeUrl={onTypeUrl} rpcUrl={rpcUrl} />
      </div>
    </Card>
  );
}

type ChoiceProps = {
  readonly wallets: readonly ExitWallet[];
  readonly isBusy: boolean;
  readonly onChoose: (wallet: ExitWallet) => void;
};

function WalletChoice({ wallets, isBusy, onChoose }: ChoiceProps) {
  const t = useTranslations("exit.wallet");
  if (wallets.length === 0) return <p className="text-sm text-ink-soft">{t("none")}</p>;
  return (
    <>
      <p className="text-sm text-ink-soft">{t("choose")}</p>
      <div className="flex flex-wrap gap-2">
        {wallets.map((wallet) => (
          <Button key={wallet.id} variant="primary" isBusy={isBusy} onClick={() => onChoose(wallet)}>
            {t("connect", { wallet: wallet.name })}
          </Button>
        ))}
      </div>
    </>
  );
}

function WalletFacts({ connected: { wallet, address, chainId } }: { readonly connected: ConnectedWallet }) {
  const t = useTranslations("exit.wallet");
  return (
    <Facts
      facts={[
        { name: t("wallet"), value: wallet.name },
        { name: t("account"), value: <CopyText text={address.toLowerCase()} name={t("account")} /> },
        { name: t("chain"), value: chainId.toString() },
      ]}
    />
  );
}
