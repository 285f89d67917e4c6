/** Who plays, and whether the house can be heard. */
export type PlayerSeat = {
  /** Null for nobody. */
  readonly userId: string | null;
  readonly isLive: boolean;
};

/** Why what was set going may not go on by itself. */
export type SeatLost = "accountLeft" | "disconnected";

/** What an account has set going ends with it, and with the connection: nobody would see what it does. */
export function seatLost(beganAs: string, { userId, isLive }: PlayerSeat): SeatLost | null {
  if (userId !== beganAs) return "accountLeft";
  return isLive ? null : "disconnected";
}
