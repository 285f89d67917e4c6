import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { nonceResponse } from "#domain/api/auth.ts";
import { useApp } from "@/lib/app/AppContext";
import { useHouse } from "@/lib/house/houseQuery";
import { entranceToChain, entranceToPlay } from "@/lib/session/entrance";
import { useSession } from "@/lib/session/useSession";
import { useStore } from "@/lib/store";
import { notify } from "@/lib/ui/notify";
import { openDialog } from "@/lib/ui/openDialog";
import { answerWithin } from "@/lib/wallet/answerWithin";
import { loadWallet } from "@/lib/wallet/loadWallet";
import { useFailureText } from "@/lib/wallet/useFailureText";
import { DISCONNECTED, walletState } from "@/lib/wallet/walletState";

/** What stands between the visitor and playing (`toPlay`) or moving coins (`toChain`), and the ways past it. */
export function useEntrance() {
  const { status, user } = useSession();
  const { house, error } = useHouse();
  const wallet = useStore(walletState, DISCONNECTED);
  const standing = {
    session: status,
    signedInAs: user?.walletAddress ?? null,
    wallet,
    houseChainId: house?.chain.id ?? null,
  };
  return {
    wallet,
    /** The house does not answer, so no step can be offered. */
    isUnreachable: house === null && error !== null,
    toPlay: entranceToPlay(standing),
    toChain: entranceToChain(standing),
    connect: () => openDialog.set("connect"),
    switchNetwork: useSwitchNetwork(),
    signIn: useSignIn(),
  };
}

function useSignIn() {
  const { session, api } = useApp();
  const { house } = useHouse();
  const onError = useFailureToast();
  return useMutation({
    mutationFn: async () => {
      if (house === null) return;
      const [wallet, { nonce }] = await Promise.all([
        loadWallet(house),
        api.request({ path: "/auth/nonce", schema: nonceResponse }),
      ]);
      await session.signIn(await answerWithin(wallet.signIn(nonce)));
    },
    onError,
  });
}

function useSwitchNetwork() {
  const { house } = useHouse();
  const onError = useFailureToast();
  return useMutation({
    mutationFn: async () => {
      if (house !== null) await answerWithin((await loadWallet(house)).switchNetwork());
    },
    onError,
  });
}

/** A rejection is the player's own decision: it is noted, not reported as an error. */
function useFailureToast(): (error: unknown) => Promise<void> {
  const t = useTranslations("wallet.failure");
  const textOf = useFailureText();
  return async (error) => {
    const { text, isRejection } = await textOf(error);
    if (isRejection) notify("info", t("rejected"));
    else notify("error", text);
  };
}
