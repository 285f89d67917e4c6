import { describe, expect, test } from "vitest";
import { commitment } from "#domain/fairness/commitment.ts";
import { beginRound, stepRound } from "#domain/games/decideRound.ts";
import type { JsonObject } from "#domain/games/game.ts";
import { ABANDON, MAX_ROUND_ACTIONS, playRound, recordedOutcome } from "#domain/games/playRound.ts";
import { UnknownGame } from "#domain/games/registry.ts";
import { RoundActionRefused } from "#domain/games/round.ts";
import { type RoundRecord, type VerifiedRound, verifyRound } from "#domain/games/verifyRound.ts";
import { multiplyDown } from "#domain/money/fraction.ts";
import { offeredActions, playOut, ROUND_GAMES, roundOrigin } from "#test/domain/games/rounds.ts";
import fc from "#test/support/properties.ts";

const SEEDS_PER_GAME = 10_000;
const seed = 20_261_122;
const choices = fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: MAX_ROUND_ACTIONS });
const secrets = fc.record({ serverSeed: fc.stringMatching(/^[0-9a-f]{64}$/), nonce: fc.nat() });

describe.each(ROUND_GAMES)("%s", (id) => {
  test("property: the record of a round verifies, whatever was played", () => {
    fc.assert(
      fc.property(secrets, choices, (known, chosen) => {
        const origin = roundOrigin(id, known);
        const actions = playOut(origin, chosen);
        const { end, stakedMinor } = playRound(origin, actions);
        const verified = verifyRound({ ...recordOf(id, known), actions });
        expect(verified).toEqual({
          game: id,
          outcome: recordedOutcome(end!, { stakeMinor: 1_001n, actions }),
          stakedMinor,
          payoutMinor: end!.payoutMinor,
          multiplier: end!.multiplier,
          commitment: commitment(known.serverSeed),
        });
        expect(multiplyDown(stakedMinor, end!.multiplier)).toBe(end!.payoutMinor);
      }),
      { seed, numRuns: SEEDS_PER_GAME },
    );
  });

  test("property: a changed record does not verify", () => {
    const digit = fc.record({ at: fc.nat({ max: 63 }), by: fc.integer({ min: 1, max: 15 }) });
    fc.assert(
      fc.property(secrets, choices, digit, (known, chosen, { at, by }) => {
        const actions = playOut(roundOrigin(id, known), chosen);
        const record = { ...recordOf(id, known), actions };
        const told = verifyRound(record);
        const otherSeed = Array.from(known.serverSeed);
        otherSeed[at] = ((Number.parseInt(otherSeed[at]!, 16) + by) % 16).toString(16);
        expect(playedAgain({ ...record, serverSeed: otherSeed.join("") })?.commitment).not.toBe(
          told.commitment,
        );
        expect(playedAgain({ ...record, stakeMinor: record.stakeMinor + 1n })?.stakedMinor).not.toBe(
          told.stakedMinor,
        );
        if (actions.length > 0) expect(playedAgain({ ...record, actions: actions.slice(0, -1) })).toBeNull();
        expect(playedAgain({ ...record, actions: [...actions, ABANDON] })).toBeNull();
      }),
      { seed, numRuns: 1_000 },
    );
  });

  test("property: an open round shows nothing that is still to be drawn", () => {
    fc.assert(
      fc.property(secrets, choices, (known, chosen) => {
        const origin = roundOrigin(id, known);
        const actions = playOut(origin, chosen);
        const open = actions.slice(0, -1);
        for (let taken = 0; taken <= open.length; taken++) {
          const { view, end } = playRound(origin, open.slice(0, taken));
          if (end !== null) continue;
          expect(JSON.stringify(view)).not.toMatch(/"(deck|terms|random)"/);
          expectNothingHidden(id, view, origin);
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  test("property: an abandoned round ends, and its record verifies", () => {
    fc.assert(
      fc.property(secrets, choices, fc.nat({ max: MAX_ROUND_ACTIONS }), (known, chosen, stay) => {
        const origin = roundOrigin(id, known);
        const played = playOut(origin, chosen);
        const taken = played.slice(0, Math.min(stay, played.length - 1));
        const standing = playRound(origin, taken);
        if (standing.end !== null) return;
        const actions = [...taken, ABANDON];
        const { end, stakedMinor } = playRound(origin, actions);
        expect(stakedMinor).toBe(standing.stakedMinor);
        expect(end).not.toBeNull();
        const { outcome } = verifyRound({ ...recordOf(id, known), actions });
        expect(outcome).toEqual(recordedOutcome(end!, { stakeMinor: 1_001n, actions }));
      }),
      { seed, numRuns: 1_000 },
    );
  });

  test("property: nothing pays more than the risk that was checked", () => {
    fc.assert(
      fc.property(secrets, choices, (known, chosen) => {
        const origin = roundOrigin(id, known);
        const { end, stakedMinor } = playRound(origin, playOut(origin, chosen));
        const most = multiplyDown(
          origin.stakeMinor,
          origin.game.maxMultiplier(origin.params, origin.edgeBps),
        );
        expect(end!.payoutMinor - stakedMinor).toBeLessThanOrEqual(most - origin.stakeMinor);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  test("error: RoundActionRefused after the end, for a round that is not over, and for too many actions", () => {
    const known = { serverSeed: "def", nonce: openNonce(id) };
    const origin = roundOrigin(id, known);
    const actions = playOut(origin, [0]);
    expect(() => playRound(origin, [...actions, actions[0]!])).toThrow(RoundActionRefused);
    expect(() => playRound(origin, [...actions, ABANDON])).toThrow(RoundActionRefused);
    expect(() => verifyRound({ ...recordOf(id, known), actions: [] })).toThrow(RoundActionRefused);
    const many = Array.from({ length: MAX_ROUND_ACTIONS + 1 }, () => actions[0]!);
    expect(() => verifyRound({ ...recordOf(id, known), actions: many })).toThrow(RoundActionRefused);
  });

  test.each([
    [null],
    ["hit"],
    [[]],
    [{}],
    [{ action: "abandon" }],
    [{ action: "toString" }],
    [{ action: 1 }],
  ])("error: GameParamsInvalid for the action %j", (raw) => {
    expect(() => roundOrigin(id).game.actions.parse(raw)).toThrow(/action/);
  });
});

describe("beginRound and stepRound", () => {
  const context = (overrides: object = {}) => {
    const { seed: pair, params, edgeBps, stakeMinor } = roundOrigin("blackjack", { nonce: doublingNonce() });
    const wallet = { balanceMinor: 10_000n };
    const house = { minStakeMinor: 10n, bankrollMinor: 1_000_000n, riskBps: 100 };
    return { game: "blackjack", params, edgeBps, stakeMinor, seed: pair, wallet, ...house, ...overrides };
  };

  test("default: stakes that are added are asked of the wallet", () => {
    const begun = beginRound(context());
    expect(begun.addedStakeMinor).toBe(1_001n);
    const action = { action: "double" };
    const step = stepRound(begun.origin, [], { action, wallet: { balanceMinor: 1_001n } });
    expect(step.addedStakeMinor).toBe(1_001n);
    expect(() => stepRound(begun.origin, [], { action, wallet: { balanceMinor: 1_000n } })).toThrow(
      expect.objectContaining({ code: "INSUFFICIENT_BALANCE" }),
    );
  });

  test.each([
    ["UNKNOWN_GAME", { game: "dice" }],
    ["UNKNOWN_GAME", { game: "nonsense" }],
    ["EDGE_OUT_OF_BOUNDS", { edgeBps: 49 }],
    ["GAME_PARAMS_INVALID", { params: { decks: 8 } }],
    ["STAKE_TOO_SMALL", { stakeMinor: 9n }],
    ["INSUFFICIENT_BALANCE", { wallet: { balanceMinor: 1_000n } }],
    ["MAX_RISK_EXCEEDED", { bankrollMinor: 400_399n }],
  ])("error: %s for %o", (code, change) => {
    expect(() => beginRound(context(change))).toThrow(expect.objectContaining({ code }));
  });

  test("behavior: four times the stake is the most that a round of blackjack risks", () => {
    expect(() => beginRound(context({ bankrollMinor: 400_400n }))).not.toThrow();
  });

  test("error: UnknownGame when a bet on dice is verified as a round", () => {
    const record = { ...recordOf("blackjack", { serverSeed: "def", nonce: 0 }), game: "dice", actions: [] };
    expect(() => verifyRound(record)).toThrow(UnknownGame);
  });
});

function recordOf(id: string, { serverSeed, nonce }: { serverSeed: string; nonce: number }) {
  const { params, edgeBps, stakeMinor, seed: pair } = roundOrigin(id);
  return { game: id, params, edgeBps, stakeMinor, serverSeed, clientSeed: pair.clientSeed, nonce };
}

/** Null when the round cannot have been played so. */
function playedAgain(record: RoundRecord): VerifiedRound | null {
  try {
    return verifyRound(record);
  } catch (error) {
    if (error instanceof RoundActionRefused) return null;
    throw error;
  }
}

/** A nonce under which the round does not end as soon as it begins. */
function openNonce(id: string): number {
  for (let nonce = 0; ; nonce++) if (playRound(roundOrigin(id, { nonce }), []).end === null) return nonce;
}

function doublingNonce(): number {
  for (let nonce = 0; ; nonce++) {
    const offered = offeredActions(playRound(roundOrigin("blackjack", { nonce }), []));
    if (offered.some(({ action }) => action === "double")) return nonce;
  }
}

/** Everything that an open round may show, spelled out again per game. */
function expectNothingHidden(id: string, view: JsonObject, origin: ReturnType<typeof roundOrigin>): void {
  if (id === "mines") {
    expect(view.mines).toBeNull();
    return;
  }
  const { hasher, clientSeed, nonce } = origin.seed;
  const deck = hasher.floats({ clientSeed, nonce, count: 64 }).map((u) => Math.floor((u / 2 ** 32) * 52));
  if (id === "hilo") {
    const cards = view.cards as number[];
    expect(cards).toEqual(deck.slice(0, cards.length));
    return;
  }
  const { dealer, hands } = view as unknown as {
    dealer: { cards: number[] };
    hands: { cards: number[]; result: null }[];
  };
  expect(dealer.cards).toEqual([deck[2]]);
  const own = hands.flatMap(({ cards }) => cards);
  const drawn = [...deck.slice(0, 2), ...deck.slice(4, 4 + own.length - 2)];
  expect(own.toSorted()).toEqual(drawn.toSorted());
  expect(hands.map(({ result }) => result)).toEqual(hands.map(() => null));
}
