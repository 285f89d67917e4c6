/** The house's time at a moment here, in milliseconds. */
export type HouseTime = {
  /** What the house's clock shows, as far as that can be known. */
  readonly nowMs: number;
  /** Until when the house itself has said that the round was running. */
  readonly toldMs: number;
  /** How long ago it last said so. */
  readonly silentMs: number;
};

/** The house's clock as far as it can be known from what the house says. Times in milliseconds. */
export type HouseClock = {
  /** The house said that it was `houseMs` there; that was heard at `localMs` here. */
  hear(houseMs: number, localMs: number): void;
  /** The house said that the round was running at `houseMs`; that was heard at `localMs` here. */
  hearRunning(houseMs: number, localMs: number): void;
  /** Null before the house has said anything. */
  at(localMs: number): HouseTime | null;
};

const KEPT_SAMPLES = 50;

/**
 * Every message arrives late, some more than others; the one that was on its way for the shortest time shows the clock
 * best. Only the newest are kept, because two clocks drift apart.
 */
export function createHouseClock(): HouseClock {
  let leads: readonly number[] = [];
  let told = { houseMs: 0, localMs: 0 };
  return {
    hear(houseMs, localMs) {
      leads = [...leads, houseMs - localMs].slice(-KEPT_SAMPLES);
    },
    hearRunning(houseMs, localMs) {
      told = { houseMs, localMs };
    },
    at(localMs) {
      if (leads.length === 0) return null;
      return {
        nowMs: localMs + Math.max(...leads),
        toldMs: told.houseMs,
        silentMs: localMs - told.localMs,
      };
    },
  };
}
