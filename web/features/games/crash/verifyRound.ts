import type { PublicCrashRound } from "#domain/api/crash.ts";
import { crashChainKind } from "#domain/games/crash/anchorKind.ts";
import { linkAfter, nextLink } from "#domain/games/crash/hashChain.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";

/** What was worked out again, and whether the house had said the same. */
export type RoundVerdict = {
  readonly pointHundredths: bigint;
  readonly commitment: string;
  readonly root: string;
  readonly kind: string;
  readonly checks: Readonly<Record<"commitment" | "chain" | "point", boolean>>;
};

/** Works out a round that is over from its hash and its chain's salt alone; null while either is not known. */
export function verifyRound({ round, chain, game }: PublicCrashRound): RoundVerdict | null {
  const { gameHash } = round;
  const { salt } = chain;
  if (gameHash === null || salt === null) return null;
  const commitment = nextLink(gameHash);
  const pointHundredths = crashPointHundredths({ gameHash, salt, edgeBps: round.edgeBps });
  const root = linkAfter(gameHash, game);
  const kind = crashChainKind(round.currency);
  return {
    pointHundredths,
    commitment,
    root,
    kind,
    checks: {
      commitment: commitment === round.commitment,
      chain: root === chain.root && kind === chain.kind,
      point: round.pointHundredths === null || pointHundredths === BigInt(round.pointHundredths),
    },
  };
}
