import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { games } from "#domain/games/registry.ts";
import { roundParams } from "#test/domain/games/randomBets.ts";
import { type BrowserVerifier, openBrowserVerifier } from "#test/property/browser.ts";
import { askCommandLine } from "#test/property/commandLine.ts";
import { decidedCrashBets } from "#test/property/decidedCrashBets.ts";
import { decidedRounds } from "#test/property/decidedRounds.ts";
import { type Play, storedBets } from "#test/property/storedBets.ts";
import { type CrashPlay, storedCrashBets } from "#test/property/storedCrashBets.ts";
import { TAMPERINGS } from "#test/property/tamperings.ts";
import { disagreements, type Objections, type ToldBet } from "#test/property/told.ts";

/** How many bets are played and stored, and how many the rules decide without a house, of games that take long to play. */
export type Extent = {
  readonly play: Play;
  readonly crash: CrashPlay;
  readonly decided: number;
};

const GAMES = [...games.keys(), "crash"];
/** Of each game and tampering: ten histories of twenty bets. */
const HISTORY = 20;
const TAMPERED = 10 * HISTORY;
/** Of each game; on a slow machine some bets on crash come too late. */
const LEAST_STORED = 100;

const VERIFIERS = ["browser", "command line"] as const;
type Verifier = (typeof VERIFIERS)[number];

/** What the verifiers found, of bets that belong together. */
type Compared = {
  readonly told: readonly ToldBet[];
  readonly found: ReadonlyMap<Verifier, readonly Objections[]>;
};

/** Holds what the house tells of bets against the verifier in the browser and the one on the command line, game by game. */
export function compareOutcomes(extent: Extent, timeoutMs: number): void {
  let opening: Promise<BrowserVerifier>;
  let compared: ReadonlyMap<string, Compared>;
  const of = (key: string): Compared => compared.get(key) ?? { told: [], found: new Map() };

  beforeAll(async () => {
    opening = openBrowserVerifier();
    const [bets, crashBets] = await Promise.all([storedBets(extent.play), storedCrashBets(extent.crash)]);
    compared = await compare(await opening, casesOf([...bets, ...crashBets], extent.decided));
  }, timeoutMs);
  afterAll(async () => (await opening).close());

  describe.each(GAMES)("%s", (game) => {
    test.each(VERIFIERS)("property: what is stored of every bet is what the %s works out", (verifier) => {
      const { told, found } = of(`stored ${game}`);
      expect(told.length).toBeGreaterThanOrEqual(LEAST_STORED);
      expect(disagreements(told, found.get(verifier) ?? [])).toEqual([]);
    });

    const decidedBy = isDecided(game) ? VERIFIERS : [];
    test.each(decidedBy)("property: what the rules decide is what the %s works out", (verifier) => {
      const { told, found } = of(`decided ${game}`);
      expect(told).toHaveLength(extent.decided);
      expect(disagreements(told, found.get(verifier) ?? [])).toEqual([]);
    });

    for (const { name, isAlwaysSeen } of TAMPERINGS.filter(({ name }) => isPartOf(name, game))) {
      test.each(VERIFIERS.filter((verifier) => isTold(verifier, name, game)))(
        `property: a wrong ${name} is seen by the %s`,
        (verifier) => {
          const { told, found } = of(`${name} ${game}`);
          const objections = found.get(verifier) ?? [];
          expect(told.length).toBeGreaterThanOrEqual(HISTORY);
          const agreeing = told.filter((_, at) => objections[at]?.length === 0);
          if (isAlwaysSeen) expect(agreeing).toEqual([]);
          for (let at = 0; at + HISTORY <= told.length; at += HISTORY)
            expect(objections.slice(at, at + HISTORY).flat()).not.toEqual([]);
        },
      );
    }
  });
}

/** Games that take a step or more of their own for every draw: of those, fewer are played than decided. */
function isDecided(game: string): boolean {
  return game === "crash" || Object.hasOwn(roundParams, game);
}

/** Actions are told of rounds alone. */
function isPartOf(tampering: string, game: string): boolean {
  return tampering !== "last action" || Object.hasOwn(roundParams, game);
}

/** A line for the command says nothing of where a bet on crash got out, nor of its place in the chain: `--crash-bet` asks for those. */
function isTold(verifier: Verifier, tampering: string, game: string): boolean {
  return verifier === "browser" || game !== "crash" || !/^(payout|nonce)/.test(tampering);
}

/** Bets that belong together, by what they show. */
type Case = { readonly key: string; readonly told: readonly ToldBet[] };

function casesOf(stored: readonly ToldBet[], decided: number): Case[] {
  return GAMES.flatMap((game) => {
    const told = stored.filter(({ bet }) => bet.game === game);
    const tampered = TAMPERINGS.map(({ name, change }) => ({
      key: `${name} ${game}`,
      told: told.flatMap((one) => change(one) ?? []).slice(0, TAMPERED),
    }));
    return [
      { key: `stored ${game}`, told },
      { key: `decided ${game}`, told: decidedBets(game, decided) },
      ...tampered,
    ];
  });
}

function decidedBets(game: string, count: number): ToldBet[] {
  if (game === "crash") return decidedCrashBets(count);
  return isDecided(game) ? decidedRounds(game, count) : [];
}

/** Everything in one file for the command, which takes longer to start than to answer thousands. */
async function compare(
  browser: BrowserVerifier,
  cases: readonly Case[],
): Promise<ReadonlyMap<string, Compared>> {
  const told = cases.flatMap((each) => each.told);
  const [seen, printed] = await Promise.all([browser.ask(told), askCommandLine(told)]);
  let at = 0;
  return new Map(
    cases.map(({ key, told: together }) => {
      const place = [at, at + together.length] as const;
      at += together.length;
      const found = new Map([
        ["browser", seen.slice(...place)],
        ["command line", printed.slice(...place)],
      ] as const);
      return [key, { told: together, found }];
    }),
  );
}
