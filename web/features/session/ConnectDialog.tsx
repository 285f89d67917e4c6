"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FlaskConical, Wallet } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Badge } from "@/components/Badge";
import { Dialog } from "@/components/Dialog";
import { EmptyState } from "@/components/EmptyState";
import { Notice } from "@/components/Notice";
import { Skeleton } from "@/components/Skeleton";
import { useHouse } from "@/lib/house/houseQuery";
import { openDialog } from "@/lib/ui/openDialog";
import { answerWithin } from "@/lib/wallet/answerWithin";
import { loadWallet, recentWalletId } from "@/lib/wallet/loadWallet";
import { useFailureText } from "@/lib/wallet/useFailureText";
import type { AnnouncedWallet } from "@/lib/wallet/walletRuntime";

const walletsKey = ["wallets"] as const;

export function ConnectDialog() {
  const t = useTranslations("session.connectDialog");
  const { house } = useHouse();
  const wallets = useAnnouncedWallets();
  const textOf = useFailureText();
  const failure = useMutation({ mutationFn: textOf });
  const connecting = useMutation({
    mutationFn: async (walletId: string) => {
      if (house === null) return;
      const wallet = await loadWallet(house);
      await answerWithin(wallet.connect(walletId));
    },
    onMutate: () => failure.reset(),
    onSuccess: () => openDialog.set("none"),
    onError: (error) => failure.mutate(error),
  });

  return (
    <Dialog isOpen onClose={() => openDialog.set("none")} title={t("title")} description={t("description")}>
      <div className="space-y-3">
        {failure.data !== undefined && (
          <Notice tone={failure.data.isRejection ? "info" : "negative"}>{failure.data.text}</Notice>
        )}
        {wallets === null && <Skeleton className="h-14" />}
        {wallets?.length === 0 && <EmptyState icon={Wallet} title={t("none")} text={t("noneHint")} />}
        <ul className="space-y-2">
          {wallets?.map((wallet) => (
            <li key={wallet.id}>
              <WalletChoice
                wallet={wallet}
                isWaiting={connecting.isPending && connecting.variables === wallet.id}
                isDisabled={connecting.isPending}
                onChoose={() => connecting.mutate(wallet.id)}
              />
            </li>
          ))}
        </ul>
        <p className="pt-1 text-sm text-ink-faint">{t("note")}</p>
      </div>
    </Dialog>
  );
}

type ChoiceProps = {
  readonly wallet: AnnouncedWallet;
  readonly isWaiting: boolean;
  readonly isDisabled: boolean;
  readonly onChoose: () => void;
};

function WalletChoice({ wallet, isWaiting, isDisabled, onChoose }: ChoiceProps) {
  const t = useTranslations("session.connectDialog");
  const Fallback = wallet.isBurner ? FlaskConical : Wallet;
  return (
    <button
      type="button"
      disabled={isDisabled}
      aria-busy={isWaiting || undefined}
      onClick={onChoose}
      className="flex w-full items-center gap-3 rounded-control border bg-sunken p-3 text-left transition-colors hover:bg-raised disabled:opacity-70"
    >
      {wallet.icon === null ? (
        <span className="flex size-9 items-center justify-center rounded-lg bg-raised">
          <Fallback aria-hidden className="size-5 text-ink-soft" />
        </span>
      ) : (
        // biome-ignore lint/performance/noImgElement: a data URI that the wallet announced
        <img src={wallet.icon} alt="" className="size-9 rounded-lg" />
      )}
      <span className="min-w-0 grow">
        <span className="block truncate font-medium">{wallet.isBurner ? t("burner") : wallet.name}</span>
        {(isWaiting || wallet.isBurner) && (
          <span className="block text-sm text-ink-faint">{isWaiting ? t("waiting") : t("burnerHint")}</span>
        )}
      </span>
      {wallet.isBurner && <Badge tone="warning">{t("testOnly")}</Badge>}
      {wallet.id === recentWalletId() && <Badge tone="accent">{t("recent")}</Badge>}
    </button>
  );
}

/** Wallets present, the one used last first; null while the wallet code is on its way. */
function useAnnouncedWallets(): AnnouncedWallet[] | null {
  const { house } = useHouse();
  const queryClient = useQueryClient();
  const { data } = useQuery({
    queryKey: walletsKey,
    enabled: house !== null,
    queryFn: async () => (house === null ? [] : (await loadWallet(house)).list()),
    staleTime: 0,
  });

  useEffect(() => {
    if (house === null) return;
    let stop: (() => void) | undefined;
    let isGone = false;
    void loadWallet(house).then((wallet) => {
      if (!isGone)
        stop = wallet.onListChange(() => void queryClient.invalidateQueries({ queryKey: walletsKey }));
    });
    return () => {
      isGone = true;
      stop?.();
    };
  }, [house, queryClient]);

  if (data === undefined) return null;
  const recent = recentWalletId();
  return [...data].sort((a, b) => rank(a, recent) - rank(b, recent));
}

function rank({ id, isBurner }: AnnouncedWallet, recent: string | null): number {
  if (id === recent) return 0;
  return isBurner ? 2 : 1;
}
