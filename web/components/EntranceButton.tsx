"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/Button";
import type { Entrance } from "@/lib/session/entrance";
import { useEntrance } from "@/lib/session/useEntrance";

type Props = {
  /** What the action needs: a session, or the signed-in wallet on the house's network. */
  readonly to: "play" | "chain";
  readonly size?: "md" | "lg";
  readonly className?: string;
  /** The action itself, shown once nothing stands before it. */
  readonly children?: ReactNode;
};

/** The one next step towards an action: connect, switch network, sign in; then the action itself. */
export function EntranceButton({ to, size = "lg", className = "w-full", children }: Props) {
  const t = useTranslations("session");
  const { isUnreachable, toPlay, toChain, connect, switchNetwork, signIn } = useEntrance();
  const step: Entrance = to === "play" ? toPlay : toChain;
  const look = { variant: "primary", size, className } as const;
  switch (step) {
    case "open":
      return children;
    case "wait":
      return (
        <Button {...look} disabled={isUnreachable} isBusy={!isUnreachable}>
          {t(isUnreachable ? "unreachable" : "wait")}
        </Button>
      );
    case "connect":
      return (
        <Button {...look} onClick={connect}>
          {t("connect")}
        </Button>
      );
    case "switchNetwork":
      return (
        <Button {...look} isBusy={switchNetwork.isPending} onClick={() => switchNetwork.mutate()}>
          {switchNetwork.isPending ? t("confirmInWallet") : t("switchNetwork")}
        </Button>
      );
    case "signIn":
      return (
        <Button {...look} isBusy={signIn.isPending} onClick={() => signIn.mutate()}>
          {signIn.isPending ? t("confirmInWallet") : t("signIn")}
        </Button>
      );
  }
}
