import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { withdrawalView } from "#domain/api/wallet.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import { isActivityStopped } from "@/lib/api/apiErrors";
import { intentAfter, newIntent } from "@/lib/api/intentKey";
import { useApp } from "@/lib/app/AppContext";
import { houseKey } from "@/lib/house/houseQuery";
import { useSession } from "@/lib/session/useSession";

/** Asks the house to pay out: once per intention, however often it is asked again after a lost answer. */
export function useWithdrawal(currency: string, onTaken: () => void) {
  const { api } = useApp();
  const userId = useSession().user?.id ?? null;
  const queryClient = useQueryClient();
  // One key per intention: asking again after a lost answer cannot withdraw twice.
  const [{ key, isOpen }, setIntent] = useState(newIntent);
  const request = useMutation({
    mutationFn: (amountMinor: bigint) =>
      api.request({
        method: "POST",
        path: "/users/withdraw",
        body: { currency, amount: amountMinor.toString() },
        idempotencyKey: key,
        schema: withdrawalView,
      }),
    onSuccess: () => {
      onTaken();
      setIntent(newIntent());
    },
    // Also when it failed: the house may have taken it, and what it has is the truth.
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: accountKeys.withdrawals });
      void queryClient.invalidateQueries({ queryKey: accountKeys.me });
    },
    onError: (error) => {
      setIntent((intent) => intentAfter(intent, error));
      if (isActivityStopped(error)) void queryClient.invalidateQueries({ queryKey: houseKey });
    },
  });

  function forget(): void {
    setIntent(newIntent());
    request.reset();
  }
  const forgetAsked = useEffectEvent(forget);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what one account had asked for is nothing to the next
  useEffect(() => forgetAsked(), [userId]);

  return {
    /** It may have been taken without our hearing of it: asking again settles that. */
    isOpen,
    isPending: request.isPending,
    error: request.error,
    /** The withdrawal that was asked for last, until something else is typed. */
    taken: request.data,
    ask: request.mutate,
    forget,
  };
}
