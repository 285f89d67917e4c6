import fc from "fast-check";
import { crashChainKind } from "#domain/games/crash/anchorKind.ts";
import { chainCommitment } from "#domain/games/crash/chainTerms.ts";
import { nextLink } from "#domain/games/crash/hashChain.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";
import { settleRound } from "#domain/games/crash/settleRound.ts";
import { crashMultiplier } from "#domain/games/crash/verifyCrashBet.ts";
import type { ToldBet } from "#test/property/told.ts";

const AT = "2026-11-21T12:00:00.000Z";
const SEED = 20_261_124;
/** Each game is hashed back to its chain's root, so short chains verify fast. */
const GAMES_PER_CHAIN = 100;
const CURRENCY = "BNB";

const hex64 = fc.stringMatching(/^[0-9a-f]{64}$/);
const hundredths = fc.integer({ min: 101, max: 1_000 });
const chains = fc.record({
  secret: hex64,
  salt: hex64,
  edgeBps: fc.integer({ min: 0, max: 1_000 }),
  bets: fc.array(
    fc.record({
      stakeMinor: fc.bigInt({ min: 1n, max: 1_234_567n }),
      autoHundredths: fc.option(hundredths),
      highestHundredths: hundredths,
      ceilingHundredths: hundredths,
    }),
    { minLength: GAMES_PER_CHAIN, maxLength: GAMES_PER_CHAIN },
  ),
});
type Chain = typeof chains extends fc.Arbitrary<infer Value> ? Value : never;

/** A bet on each game of random chains, as the engine's rules settle it when nobody cashes out by hand. */
export function decidedCrashBets(count: number): ToldBet[] {
  const numRuns = Math.ceil(count / GAMES_PER_CHAIN);
  return fc.sample(chains, { seed: SEED, numRuns }).flatMap(betsOf).slice(0, count);
}

function betsOf(chain: Chain): ToldBet[] {
  const links = [chain.secret];
  for (let game = 0; game < GAMES_PER_CHAIN; game++) links.push(nextLink(links[game]!));
  return chain.bets.map((_, at) => betOf(chain, links, at + 1));
}

function betOf({ salt, edgeBps, bets }: Chain, links: readonly string[], game: number): ToldBet {
  const gameHash = links[GAMES_PER_CHAIN - game]!;
  const [commitment, root] = [nextLink(gameHash), links[GAMES_PER_CHAIN]!];
  const { ceilingHundredths, ...placed } = bets[game - 1]!;
  const { stakeMinor, highestHundredths, autoHundredths } = placed;
  const point = crashPointHundredths({ gameHash, salt, edgeBps });
  const ended = { pointHundredths: point, ceilingHundredths };
  const { exitHundredths, payoutMinor } = settleRound([{ ...placed, cashedOutHundredths: null }], ended)[0]!;
  const place = { roundId: game.toString(), number: game };
  const pointHundredths = Number(point);
  const limits = { highestHundredths, ceilingHundredths };
  const outcome = { ...place, pointHundredths, exitHundredths, ...limits, isCancelled: false };
  const { numerator, denominator } = crashMultiplier(outcome);
  const terms = { version: 2, currency: CURRENCY, games: GAMES_PER_CHAIN, edgeBps, root } as const;
  const paid = payoutMinor.toString();
  return {
    bet: {
      ...{
        betId: "",
        game: "crash",
        currency: CURRENCY,
        stake: stakeMinor.toString(),
        payout: paid,
        edgeBps,
      },
      multiplier: { numerator: numerator.toString(), denominator: denominator.toString() },
      ...{ params: { autoCashOutHundredths: autoHundredths }, outcome, description: "" },
      ...{ seedId: place.roundId, commitment, clientSeed: salt, nonce: game, createdAt: AT, startedAt: AT },
      serverSeed: gameHash,
    },
    round: {
      game,
      round: {
        ...{ ...place, currency: CURRENCY, phase: "settled", commitment, edgeBps, ceilingHundredths },
        ...{ bettingEndsAt: AT, startedAt: AT, betCount: 1, staked: stakeMinor.toString(), paid },
        ...{ settledAt: AT, gameHash, pointHundredths },
      },
      chain: {
        ...{ chainId: "1", epoch: "1", kind: crashChainKind(CURRENCY), root, termsVersion: 2, edgeBps, salt },
        ...{ commitment: chainCommitment(terms), games: GAMES_PER_CHAIN, played: game },
        ...{ anchorBlock: "10", anchorTx: `0x${"d".repeat(64)}`, saltBlock: "13" },
      },
    },
  };
}
