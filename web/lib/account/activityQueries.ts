import { queryOptions, useQuery } from "@tanstack/react-query";
import { type DepositView, depositPage, type WithdrawalView, withdrawalPage } from "#domain/api/wallet.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import { usePendingTransactions } from "@/lib/account/usePendingTransactions";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";
import { useSession } from "@/lib/session/useSession";

const SHOWN = 20;
/** While something is under way its confirmations grow with each block, which no message announces. */
const WATCH_MS = 2_000;

const OPEN_WITHDRAWAL = new Set<WithdrawalView["status"]>(["requested", "batched", "paid"]);

export function isDepositOpen({ status }: DepositView): boolean {
  return status === "confirming";
}

export function isWithdrawalOpen({ status }: WithdrawalView): boolean {
  return OPEN_WITHDRAWAL.has(status);
}

export function depositsQuery(api: Api) {
  return queryOptions({
    queryKey: accountKeys.deposits,
    queryFn: ({ signal }) =>
      api.request({ path: `/users/me/deposits?limit=${SHOWN}`, schema: depositPage, signal }),
  });
}

export function withdrawalsQuery(api: Api) {
  return queryOptions({
    queryKey: accountKeys.withdrawals,
    queryFn: ({ signal }) =>
      api.request({ path: `/users/me/withdrawals?limit=${SHOWN}`, schema: withdrawalPage, signal }),
  });
}

export function useDeposits() {
  const { api } = useApp();
  const { isSignedIn } = useSession();
  const hasPending = usePendingTransactions().length > 0;
  return useQuery({
    ...depositsQuery(api),
    enabled: isSignedIn,
    refetchInterval: ({ state }) => (hasPending || state.data?.items.some(isDepositOpen) ? WATCH_MS : false),
  });
}

export function useWithdrawals() {
  const { api } = useApp();
  const { isSignedIn } = useSession();
  return useQuery({
    ...withdrawalsQuery(api),
    enabled: isSignedIn,
    refetchInterval: ({ state }) => (state.data?.items.some(isWithdrawalOpen) ? WATCH_MS : false),
  });
}
