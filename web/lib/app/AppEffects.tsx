"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { accountKeys } from "@/lib/account/accountKeys";
import { applyBalances } from "@/lib/account/meQuery";
import { useActivityNews } from "@/lib/account/useActivityNews";
import { useApp } from "@/lib/app/AppContext";
import { applyNotice, useHouse } from "@/lib/house/houseQuery";
import { restorePlaySession } from "@/lib/play/playSession";
import { useVisitTotals } from "@/lib/play/useVisitTotals";
import { useSession } from "@/lib/session/useSession";
import { resumeWallet } from "@/lib/wallet/loadWallet";
import { restorePendingTransactions } from "@/lib/wallet/pendingTransactions";

/** What runs beside the screens: restoring what the browser remembers, and the live connection. */
export function AppEffects() {
  const { session, live } = useApp();
  const { house } = useHouse();
  const { status, user } = useSession();
  const queryClient = useQueryClient();
  const announce = useActivityNews();
  const userId = user?.id ?? null;
  useVisitTotals();

  useEffect(() => {
    restorePendingTransactions();
    restorePlaySession();
    void session.restore();
  }, [session]);

  useEffect(() => {
    if (house !== null) void resumeWallet(house);
  }, [house]);

  const socketUrl = house?.socket.url;
  const socketPath = house?.socket.path;
  useEffect(() => {
    if (socketUrl === undefined || socketPath === undefined) return;
    live.open({
      at: { url: socketUrl, path: socketPath },
      tokens: session,
      handlers: {
        onBalance: ({ balances }) => applyBalances(queryClient, balances),
        onActivity: announce,
        onNotice: ({ stopped }) => applyNotice(queryClient, stopped),
      },
      isSignedIn: userId !== null,
    });
    return live.close;
  }, [userId, socketUrl, socketPath, live, session, queryClient, announce]);

  const lastUserId = useRef(userId);
  useEffect(() => {
    if (status === "signedOut") queryClient.removeQueries({ queryKey: accountKeys.all });
    if (userId === null || userId === lastUserId.current) return;
    // Another account follows at once: nothing of the one before may be shown as its own.
    if (lastUserId.current !== null) void queryClient.resetQueries({ queryKey: accountKeys.all });
    lastUserId.current = userId;
  }, [status, userId, queryClient]);

  return null;
}
