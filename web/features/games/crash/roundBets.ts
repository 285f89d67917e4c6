import {
  type CrashBetsMessage,
  type CrashRoundBets,
  SHOWN_ROUND_BETS,
  type ShownCrashBet,
} from "#domain/api/crashBets.ts";

/** Everybody's bets of a table's newest round after another message; null while the house has told of none. */
export function roundBetsAfter(
  known: CrashRoundBets | null,
  message: CrashBetsMessage,
  currency: string,
): CrashRoundBets | null {
  const told = message.rounds.find((round) => round.currency === currency);
  if (told === undefined) return message.kind === "snapshot" ? null : known;
  if (known === null || BigInt(told.roundId) > BigInt(known.roundId)) return told;
  return told.roundId === known.roundId ? merged(known, told) : known;
}

/** Several processes speak of one round, one perhaps behind the other: totals only grow, and what is over stays so. */
function merged(known: CrashRoundBets, told: CrashRoundBets): CrashRoundBets {
  return {
    ...known,
    betCount: Math.max(known.betCount, told.betCount),
    staked: BigInt(told.staked) > BigInt(known.staked) ? told.staked : known.staked,
    isOver: known.isOver || told.isOver,
    winners: told.winners ?? known.winners,
    paid: told.paid ?? known.paid,
    bets: mergedBets(known.bets, told.bets),
  };
}

function mergedBets(known: readonly ShownCrashBet[], told: readonly ShownCrashBet[]): ShownCrashBet[] {
  const bets = new Map(known.map((bet) => [bet.betId, bet]));
  for (const bet of told) {
    const before = bets.get(bet.betId);
    const isBehind = bet.standing === "in" && before !== undefined;
    if (!isBehind) bets.set(bet.betId, bet);
  }
  return [...bets.values()].toSorted(bySize).slice(0, SHOWN_ROUND_BETS);
}

function bySize(one: ShownCrashBet, other: ShownCrashBet): number {
  const difference = BigInt(other.stake) - BigInt(one.stake);
  if (difference !== 0n) return difference > 0n ? 1 : -1;
  return one.betId < other.betId ? -1 : 1;
}
