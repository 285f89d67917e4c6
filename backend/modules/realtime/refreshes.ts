import type { Listener } from "./audience.ts";
import { isMineHeard, sayMine } from "./mineChannel.ts";
import type { OwnReadings } from "./ownReadings.ts";

/** Tells all of a player's sockets the balances, and the bets where they are shown, as they are now. */
export type Refresh = (listener: Listener) => void;

export interface RefreshDeps {
  readonly own: Pick<OwnReadings, "balances" | "bets">;
  readonly onFault: (error: unknown) => void;
}

/** A bet that was under way while balances were read may answer with an older figure: read again after it. */
const SETTLE_MS = 300;
/** How often in a row for that reason alone: a player who never stops betting hears of each balance anyway. */
const MAX_REPEATS = 3;

export function createRefresh({ own, onFault }: RefreshDeps): Refresh {
  /** One reading at a time, so that an older answer never comes after a newer one. */
  async function refreshNow(listener: Listener, repeats: number): Promise<void> {
    listener.refresh = "running";
    const hadBets = listener.betsInFlight > 0;
    // Begun together, as those who are told at once are read at once. Money neither waits for the list nor is lost with it.
    const told = await Promise.allSettled([
      sayBalances(listener),
      isMineHeard(listener) ? sayNewestBets(listener) : null,
    ]);
    for (const outcome of told) if (outcome.status === "rejected") onFault(outcome.reason);
    const again = wasAskedAgain(listener);
    if (listener.connections.size === 0 || !(again || (hadBets && repeats < MAX_REPEATS))) {
      listener.refresh = "idle";
      return;
    }
    setTimeout(() => void refreshNow(listener, again ? 0 : repeats + 1), SETTLE_MS);
  }

  async function sayBalances(listener: Listener): Promise<void> {
    const balances = await own.balances(listener);
    for (const { send } of listener.connections) send("balance", { snapshot: false, balances });
  }

  async function sayNewestBets(listener: Listener): Promise<void> {
    const bets = await own.bets(listener);
    sayMine(listener.connections, { snapshot: true, bets });
  }

  return (listener) => {
    if (listener.refresh === "idle") void refreshNow(listener, 0);
    else listener.refresh = "again";
  };
}

function wasAskedAgain({ refresh }: Listener): boolean {
  return refresh === "again";
}
