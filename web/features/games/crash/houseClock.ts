/** The house's clock as far as it can be known from what the house says. Times in milliseconds. */
export type HouseClock = {
  /** The house said that it was `houseMs` there; that was heard at `localMs` here. */
  hear(houseMs: number, localMs: number): void;
  /** What the house's clock shows now; null before it has said anything. */
  at(localMs: number): number | null;
};

const KEPT_SAMPLES = 50;

/**
 * Every message arrives late, some more than others; the one that was on its way for the shortest time shows the clock
 * best. Only the newest are kept, because two clocks drift apart.
 */
export function createHouseClock(): HouseClock {
  let leads: readonly number[] = [];
  return {
    hear(houseMs, localMs) {
      leads = [...leads, houseMs - localMs].slice(-KEPT_SAMPLES);
    },
    at: (localMs) => (leads.length === 0 ? null : localMs + Math.max(...leads)),
  };
}
