import type { Listener, OwnBet } from "./audience.ts";
import type { Connection } from "./connection.ts";
import { SHOWN_BETS } from "./ownReadings.ts";

/** So often, at most, a socket is told of its player's bets. */
const BETS_EVERY_MS = 100;

interface OwnBets {
  readonly snapshot: boolean;
  readonly bets: readonly OwnBet[];
}

/** Whether any of the player's sockets has joined `mine`. */
export function isMineHeard({ connections }: Listener): boolean {
  for (const { joined } of connections) if (joined.has("mine")) return true;
  return false;
}

/** Says it to those of the sockets that have joined `mine`. */
export function sayMine(to: Iterable<Connection>, message: OwnBets): void {
  for (const { joined, send } of to) if (joined.has("mine")) send("mine", message);
}

/** A bet was settled: those who listen hear of it with the others of the same moment. */
export function sayFreshBet(listener: Listener, bet: OwnBet): void {
  if (!isMineHeard(listener)) return;
  if (listener.freshBets.length === 0) setTimeout(() => sayFreshBets(listener), BETS_EVERY_MS);
  listener.freshBets.push(bet);
  if (listener.freshBets.length > SHOWN_BETS) listener.freshBets.shift();
}

function sayFreshBets(listener: Listener): void {
  const bets = listener.freshBets;
  listener.freshBets = [];
  sayMine(listener.connections, { snapshot: false, bets });
}
