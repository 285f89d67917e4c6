"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/Button";
import { Card } from "@/components/Card";
import { CopyText } from "@/components/CopyText";
import { Disclosure } from "@/components/Disclosure";
import { Facts } from "@/components/Facts";
import { Field } from "@/components/Field";
import { Input } from "@/components/Input";
import { Notice } from "@/components/Notice";
import type { ExitObstacle } from "@/features/exit/exitObstacle";
import type { ExitWallet } from "@/features/exit/exitWallets";
import { useBurner } from "@/features/exit/useBurner";
import { isNodeAddress } from "@/features/exit/useExitNode";
import type { ConnectedWallet } from "@/features/exit/useExitWallet";
import { shortened } from "@/lib/format/shortened";
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
  const offered = burner === null ? wallets : [...wallets, burner];

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
          <>
            <p className="text-sm text-ink-soft">{offered.length === 0 ? t("none") : t("choose")}</p>
            {offered.length > 0 && (
              <div className="flex flex-wrap gap-2">
                {offered.map((wallet) => (
                  <Button
                    key={wallet.id}
                    variant="primary"
                    isBusy={act.isPending}
                    onClick={() => act.mutate(() => connect(wallet))}
                  >
                    {t("connect", { wallet: wallet.name })}
                  </Button>
                ))}
              </div>
            )}
          </>
        ) : (
          <Facts
            facts={[
              { name: t("wallet"), value: connected.wallet.name },
              {
                name: t("account"),
                value: <CopyText text={connected.address.toLowerCase()} name={t("account")} />,
              },
              { name: t("chain"), value: connected.chainId.toString() },
            ]}
          />
        )}
        {obstacle === "otherChain" && tree !== null && (
          <Notice
            tone="warning"
            action={
              <Button size="sm" isBusy={act.isPending} onClick={() => act.mutate(switchNetwork)}>
                {t("switch")}
              </Button>
            }
          >
            {t("otherChain", {
              wanted: tree.chainId.toString(),
              actual: connected?.chainId.toString() ?? "",
            })}
          </Notice>
        )}
        {obstacle === "otherAccount" && (
          <Notice tone="warning">
            {t("otherAccount", {
              wanted: shortened(account ?? ""),
              actual: shortened(connected?.address.toLowerCase() ?? ""),
            })}
          </Notice>
        )}
        <Disclosure title={t("node")}>
          <Field
            label={t("nodeAddress")}
            hint={t("nodeHint")}
            error={typedUrl === "" || isNodeAddress(typedUrl) ? null : t("nodeInvalid")}
          >
            {(control) => (
              <Input
                {...control}
                isMono
                inputMode="url"
                placeholder={rpcUrl ?? "https://"}
                value={typedUrl}
                onChange={(event) => onTypeUrl(event.target.value)}
              />
            )}
          </Field>
        </Disclosure>
      </div>
    </Card>
  );
}
