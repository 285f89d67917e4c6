import { crashChainKind } from "#domain/games/crash/anchorKind.ts";
import { type ChainTermsVersion, chainCommitment, commitsToEdge } from "#domain/games/crash/chainTerms.ts";
import { linkAfter, MAX_CHAIN_GAMES, nextLink } from "#domain/games/crash/hashChain.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";

/** The number of a block, in decimal. */
const BLOCK = /^[0-9]{1,19}$/;

/** A round with its chain, as the house tells it; nothing in it has been checked yet. */
export type ToldRound = {
  readonly round: {
    readonly currency: string;
    readonly commitment: string;
    readonly edgeBps: number;
    /** Null until the round is over. */
    readonly gameHash: string | null;
    readonly pointHundredths: number | null;
  };
  readonly chain: {
    readonly kind: string;
    readonly root: string;
    readonly games: number;
    readonly edgeBps: number;
    readonly termsVersion: number;
    readonly commitment: string;
    readonly salt: string | null;
    /** Numbers of blocks, in decimal: the one that holds the anchor, and the one whose hash is the salt. */
    readonly anchorBlock: string | null;
    readonly saltBlock: string | null;
  };
  /** Its number in the chain, from 1. */
  readonly game: number;
};

/** What was worked out again, and whether the house had said the same. */
export type RoundVerdict = {
  readonly pointHundredths: bigint;
  /** Of the round: SHA-256 of its game's hash. */
  readonly commitment: string;
  readonly root: string;
  /** What must stand in the registry, under this kind, as 64 hex digits. */
  readonly anchored: string;
  readonly kind: string;
  /** False for chains of before, which were anchored by their root alone: then the edge is only what the house says. */
  readonly isEdgeCommitted: boolean;
  readonly checks: Readonly<Record<"commitment" | "chain" | "terms" | "salt" | "point", boolean>>;
};

/**
 * Works out a round that is over from its hash, its chain's salt and the terms that the chain has committed to; null while
 * the hash or the salt is not known. The edge is that of the terms, whatever the round says.
 */
export function verifyRound({ round, chain, game }: ToldRound): RoundVerdict | null {
  const { gameHash } = round;
  const { salt, edgeBps, games } = chain;
  if (gameHash === null || salt === null) return null;
  const version = versionOf(chain.termsVersion);
  const commitment = nextLink(gameHash);
  const isGame = Number.isInteger(game) && game >= 1 && game <= Math.min(games, MAX_CHAIN_GAMES);
  // From a number that no game of the chain has, nothing leads to the root.
  const root = isGame ? linkAfter(gameHash, game) : gameHash;
  const kind = crashChainKind(round.currency);
  const pointHundredths = crashPointHundredths({ gameHash, salt, edgeBps });
  const anchored = chainCommitment({ version: version ?? 1, currency: round.currency, games, edgeBps, root });
  return {
    ...{ pointHundredths, commitment, root, anchored, kind },
    isEdgeCommitted: version !== null && commitsToEdge(version),
    checks: {
      commitment: commitment === round.commitment,
      chain: isGame && root === chain.root && kind === chain.kind,
      terms: version !== null && anchored === chain.commitment && round.edgeBps === edgeBps,
      salt: isAfter(chain.saltBlock, chain.anchorBlock),
      point: round.pointHundredths === null || pointHundredths === BigInt(round.pointHundredths),
    },
  };
}

/** Whether the salt's block came later than the anchor's: before, whoever anchored would have known it. */
function isAfter(saltBlock: string | null, anchorBlock: string | null): boolean {
  if (saltBlock === null || !BLOCK.test(saltBlock)) return false;
  return anchorBlock !== null && BLOCK.test(anchorBlock) && BigInt(saltBlock) > BigInt(anchorBlock);
}

/** Null for one that these rules do not know. */
function versionOf(version: number): ChainTermsVersion | null {
  return version === 1 || version === 2 ? version : null;
}
