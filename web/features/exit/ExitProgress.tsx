"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/Notice";
import { TransactionLink } from "@/components/TransactionLink";
import type { TransactionState } from "@/lib/wallet/transactionState";

type Props = { readonly state: TransactionState; readonly done: string };

/** How far a transaction has come, in words. */
export function ExitProgress({ state, done }: Props) {
  const t = useTranslations("exit.progress");
  switch (state.kind) {
    case "idle":
      return null;
    case "simulating":
    case "confirmInWallet":
      return <Notice>{t(state.kind)}</Notice>;
    case "failed":
      return <Notice tone={state.isRejection ? "info" : "negative"}>{state.text}</Notice>;
    case "waiting":
    case "mined":
      return (
        <Notice tone={state.kind === "mined" ? "positive" : "info"}>
          <p>{state.kind === "mined" ? done : t("waiting")}</p>
          <TransactionLink hash={state.hash} />
        </Notice>
      );
  }
}
