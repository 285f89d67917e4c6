import { useState } from "react";
import type { TransactionState, TransactionSteps } from "@/lib/wallet/transactionState";
import { useFailureText } from "@/lib/wallet/useFailureText";

/** Sends one transaction and follows it until it is in a block. */
export function useExitTransaction(onMined: () => unknown) {
  const textOf = useFailureText();
  const [state, setState] = useState<TransactionState>({ kind: "idle" });

  async function send(how: (steps: TransactionSteps) => Promise<`0x${string}`>): Promise<void> {
    setState({ kind: "simulating" });
    try {
      const hash = await how({
        onAsk: () => setState({ kind: "confirmInWallet" }),
        onSent: (sent) => setState({ kind: "waiting", hash: sent }),
      });
      setState({ kind: "mined", hash });
      onMined();
    } catch (error) {
      setState({ kind: "failed", ...(await textOf(error)) });
    }
  }

  return { state, send };
}
