import type { PlayerSeat } from "@/features/games/playerSeat";
import { useApp } from "@/lib/app/AppContext";

/** Who plays at this very moment, for what goes on between two renderings. */
export function usePlayerSeat(): () => PlayerSeat {
  const { session, live } = useApp();
  return () => {
    const now = session.state.get();
    return { userId: now.status === "signedIn" ? now.user.id : null, isLive: live.status.get() === "live" };
  };
}
