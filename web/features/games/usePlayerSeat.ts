import type { PlayerSeat } from "@/features/games/playerSeat";
import { useApp } from "@/lib/app/AppContext";
import { ownerOf } from "@/lib/session/ownerOf";

/** Who plays at this very moment, for what goes on between two renderings. */
export function usePlayerSeat(): () => PlayerSeat {
  const { session, live } = useApp();
  return () => ({ userId: ownerOf(session), isLive: live.status.get() === "live" });
}
