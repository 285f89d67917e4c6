import type { JsonObject } from "#domain/games/game.ts";
import { type PlayedOutcome, playedOutcome, type ToldBet } from "#test/property/told.ts";

/** One way of telling something else than what was decided. */
export type Tampering = {
  readonly name: string;
  /**
   * Whether a verifier objects to every single bet. Otherwise another draw may come out the same by chance, as a wheel of
   * ten segments does once in ten times; but not all draws of a history do.
   */
  readonly isAlwaysSeen: boolean;
  /** Null for a bet that has no such part. */
  change(told: ToldBet): ToldBet | null;
};

export const TAMPERINGS: readonly Tampering[] = [
  always("server seed", ({ serverSeed }) => ({ serverSeed: otherDigit(serverSeed) })),
  always("commitment", ({ commitment }) => ({ commitment: otherDigit(commitment) })),
  always("payout", ({ payout }) => ({ payout: (BigInt(payout) + 1n).toString() })),
  mostly("client seed", ({ clientSeed }) => ({ clientSeed: otherDigit(clientSeed) })),
  mostly("nonce, one more", ({ nonce }) => ({ nonce: nonce + 1 })),
  mostly("nonce, one less", ({ nonce }) => ({ nonce: nonce - 1 })),
  {
    ...{ name: "last action", isAlwaysSeen: false },
    change(told) {
      const played = playedOutcome(told);
      const last = played?.actions.at(-1);
      if (!played || last === undefined) return null;
      const actions = [...played.actions.slice(0, -1), otherAction(told.bet.game, last, played)];
      return { ...told, bet: { ...told.bet, outcome: { ...played, actions } } };
    },
  },
];

type Bet = ToldBet["bet"];

function always(name: string, change: (bet: Bet) => Partial<Bet>): Tampering {
  return { ...mostly(name, change), isAlwaysSeen: true };
}

function mostly(name: string, change: (bet: Bet) => Partial<Bet>): Tampering {
  return {
    ...{ name, isAlwaysSeen: false },
    change: (told) => ({ ...told, bet: { ...told.bet, ...change(told.bet) } }),
  };
}

/** Another last character, of those that hex digits and client seeds have. */
function otherDigit(text: string): string {
  return `${text.slice(0, -1)}${text.endsWith("0") ? "1" : "0"}`;
}

/** Going on where the player stopped, and stopping where the player went on. */
function otherAction(game: string, { action }: JsonObject, played: PlayedOutcome): JsonObject {
  if (game === "blackjack") return { action: action === "stand" ? "hit" : "stand" };
  if (action !== "cashOut") return { action: "cashOut" };
  if (game === "hilo") return { action: "higher" };
  const [tile] = played.mines as readonly number[];
  return { action: "pick", tile: tile! };
}
