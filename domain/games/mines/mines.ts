import { pickKofN } from "#domain/fairness/draw.ts";
import { minesMultiplier, TILES } from "#domain/games/mines/multiplier.ts";
import { integer } from "#domain/games/paramFields.ts";
import { GameParamsInvalid, type ParamsOf, paramsOf, paramsOfEither } from "#domain/games/params.ts";
import { RoundActionRefused, type RoundGame, type RoundTerms } from "#domain/games/round.ts";
import { type Fraction, formatFractionDown, multiplyDown, ZERO } from "#domain/money/fraction.ts";

/** `maxPicks` bounds what the round can win: it is cashed out by itself at so many safe tiles. */
export type MinesParams = ParamsOf<typeof fields>;

export type MinesAction = { readonly action: "pick"; readonly tile: number } | { readonly action: "cashOut" };

export type MinesEnding = "exploded" | "cashedOut" | "refunded";

export type MinesState = {
  readonly terms: RoundTerms<MinesParams>;
  /** Where the mines are, in ascending order. */
  readonly mines: readonly number[];
  /** Tiles in the order in which they were picked. */
  readonly picks: readonly number[];
  readonly ending: MinesEnding | null;
};

export type MinesOutcome = {
  readonly mines: readonly number[];
  readonly picks: readonly number[];
  readonly ending: MinesEnding;
};

const GAME = "mines";
const MAX_MINES = TILES - 1;
const PAYS_DECIMALS = 4;
/** Nothing was risked, so the stake comes back as it is. */
const REFUND: Fraction = { numerator: 1n, denominator: 1n };

const fields = {
  mines: integer({ min: 1, max: MAX_MINES, description: "mines among the 25 tiles" }),
  maxPicks: integer({
    min: 1,
    max: TILES - 1,
    description: "cashes out by itself at so many safe tiles; at all of them when there are fewer",
  }),
};
const params = paramsOf(GAME, fields);

/**
 * A board of 25 tiles hides mines. Every safe tile raises what the round pays; cash out before picking a mine.
 *
 * The mines are m of 25 by `pickKofN`, laid before the first pick. Tiles are numbered 0 … 24, row by row.
 */
export const mines: RoundGame<MinesParams, MinesAction, MinesState, MinesOutcome> = {
  kind: "rounds",
  id: GAME,
  name: "Mines",
  rulesVersion: 1,
  edge: { minBps: 10, maxBps: 500, defaultBps: 100 },
  paytable: null,
  paramsSchema: params.paramsSchema,

  parse(raw) {
    const sent = params.parse(raw);
    return { mines: sent.mines, maxPicks: Math.min(sent.maxPicks, TILES - sent.mines) };
  },

  actions: paramsOfEither(`${GAME} action`, "action", {
    pick: { tile: integer({ min: 0, max: TILES - 1, description: "the tile to open, row by row" }) },
    cashOut: {},
  }),

  floatsNeeded: (params) => params.mines,
  maxMultiplier: (params, edgeBps) => minesMultiplier(params.mines, params.maxPicks, edgeBps),

  begin: (terms) => ({ terms, mines: minesOf(terms.random), picks: [], ending: null }),

  act(state, action) {
    if (state.ending !== null) throw new RoundActionRefused(GAME, "it is over");
    if (action.action === "pick") return pick(state, action.tile);
    if (state.picks.length === 0) throw new RoundActionRefused(GAME, "nothing has been won yet");
    return { ...state, ending: "cashedOut" };
  },

  abandon: (state) => ({ ...state, ending: state.picks.length === 0 ? "refunded" : "cashedOut" }),
  stakedMinor: ({ terms }) => terms.stakeMinor,

  view(state) {
    const { picks, ending } = state;
    if (ending !== null) {
      return { picks, mines: state.mines, pays: null, nextPays: null, ending, actions: [] };
    }
    return {
      picks,
      mines: null,
      pays: paysText(state, picks.length),
      nextPays: paysText(state, picks.length + 1),
      ending,
      actions: picks.length === 0 ? ["pick"] : ["pick", "cashOut"],
    };
  },

  end(state) {
    const { terms, picks, ending } = state;
    if (ending === null) return null;
    const multiplier = multiplierOf(terms, picks.length, ending);
    return {
      payoutMinor: multiplyDown(terms.stakeMinor, multiplier),
      multiplier,
      isRefund: ending === "refunded",
      outcome: { mines: state.mines, picks, ending },
    };
  },

  draw: {
    floatsNeeded: ({ mines: count }) => fields.mines.read(count, refuseMines),
    outcome: (random) => ({ mines: minesOf(random) }),
  },

  describe(params, { outcome: { picks, ending }, multiplier }) {
    const board = `${params.mines} ${params.mines === 1 ? "mine" : "mines"} among ${TILES} tiles`;
    if (ending === "refunded") return `${board}: no tile was picked, and the stake came back.`;
    if (ending === "exploded") return `${board}: pick ${picks.length} hit a mine, the stake is lost.`;
    const safe = `${picks.length} safe ${picks.length === 1 ? "tile" : "tiles"}`;
    return `${board}: cashed out after ${safe}, pays ${formatFractionDown(multiplier, PAYS_DECIMALS)}×.`;
  },
};

function minesOf(random: readonly number[]): number[] {
  return pickKofN(random, TILES).sort((a, b) => a - b);
}

function pick(state: MinesState, tile: number): MinesState {
  if (state.picks.includes(tile)) throw new RoundActionRefused(GAME, `tile ${tile} is open already`);
  const picks = [...state.picks, tile];
  if (state.mines.includes(tile)) return { ...state, picks, ending: "exploded" };
  const isFull = picks.length === state.terms.params.maxPicks;
  return { ...state, picks, ending: isFull ? "cashedOut" : null };
}

function multiplierOf(
  { params, edgeBps }: MinesState["terms"],
  picks: number,
  ending: MinesEnding,
): Fraction {
  switch (ending) {
    case "exploded":
      return ZERO;
    case "refunded":
      return REFUND;
    case "cashedOut":
      return minesMultiplier(params.mines, picks, edgeBps);
  }
}

/** What so many safe tiles pay, for people; null for none. */
function paysText({ terms: { params, edgeBps } }: MinesState, picks: number): string | null {
  if (picks === 0) return null;
  return formatFractionDown(minesMultiplier(params.mines, picks, edgeBps), PAYS_DECIMALS);
}

function refuseMines(reason: string): never {
  throw new GameParamsInvalid(GAME, "mines", reason);
}
