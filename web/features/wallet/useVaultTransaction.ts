import { useCallback, useState } from "react";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { useHouse } from "@/lib/house/houseQuery";
import { useSession } from "@/lib/session/useSession";
import { loadWallet } from "@/lib/wallet/loadWallet";
import {
  forgetTransactions,
  type PendingTransaction,
  rememberTransaction,
} from "@/lib/wallet/pendingTransactions";
import { TransactionReverted } from "@/lib/wallet/transactionReverted";
import type { TransactionState, TransactionSteps } from "@/lib/wallet/transactionState";
import { useFailureText } from "@/lib/wallet/useFailureText";
import type { VaultTarget } from "@/lib/wallet/vaultActions";

type Hash = `0x${string}`;

type Send = (target: VaultTarget, steps: TransactionSteps) => Promise<Hash>;

/** Sends one transaction to the vault and follows it until it is in a block. */
export function useVaultTransaction(kind: PendingTransaction["kind"], currency: CurrencyView) {
  const { house } = useHouse();
  const { user } = useSession();
  const textOf = useFailureText();
  const [state, setState] = useState<TransactionState>({ kind: "idle" });

  async function send(amountMinor: bigint, how: Send): Promise<void> {
    const vault = house?.vaults[0]?.address;
    if (house === null || user === null || !isHash(vault)) return;
    setState({ kind: "simulating" });
    try {
      const { config } = await loadWallet(house);
      const hash = await how(
        { config, vault },
        {
          onAsk: () => setState({ kind: "confirmInWallet" }),
          onSent: (sent) => {
            setState({ kind: "waiting", hash: sent });
            rememberTransaction({
              hash: sent,
              userId: user.id,
              kind,
              currency: currency.code,
              amount: amountMinor.toString(),
              sentAt: new Date().toISOString(),
            });
          },
        },
      );
      // A deposit is forgotten once the house shows it; nothing else of a claim will ever be shown.
      if (kind === "claim") forgetTransactions(new Set([hash]));
      setState({ kind: "mined", hash });
    } catch (error) {
      if (error instanceof TransactionReverted) forgetTransactions(new Set([error.hash]));
      setState({ kind: "failed", ...(await textOf(error)) });
    }
  }

  return { state, send, reset: useCallback(() => setState({ kind: "idle" }), []) };
}

function isHash(text: string | undefined): text is Hash {
  return text?.startsWith("0x") ?? false;
}
