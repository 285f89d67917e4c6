import { FairhouseError } from "#domain/errors.ts";
import { isAsciiSeed } from "#domain/fairness/seeds.ts";
import { DEFAULT_EDGE_BPS, MAX_EDGE_BPS } from "#domain/games/crash/draw.ts";
import { nextLink } from "#domain/games/crash/hashChain.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";

/** What must be known to recompute a round; nothing in it has been checked yet. */
export type CrashRequest = {
  readonly gameHash?: unknown;
  readonly salt?: unknown;
  /** The house's share as a fraction, such as 0.03, as a number or its text; 0.03 when absent. */
  readonly edge?: unknown;
};

/** A recomputed round: its crash point, and the hash that must have been published before it. */
export type VerifiedCrash = {
  readonly game: "crash";
  /** The multiplier at which the round crashed, with two decimals. */
  readonly outcome: number;
  /** SHA-256 of the game's hash as text: the hash of the game before, or the root that the chain was anchored with. */
  readonly commitment: string;
};

/** Digits after which a multiplier of hundredths ends, and an edge of hundredths of a percent. */
const EDGE = /^0(?:\.([0-9]{1,4})0*)?$/;

/**
 * Recomputes where a round crashed. Hash and salt may be any ASCII text, so that rounds of other houses with the same
 * algorithm can be checked too.
 *
 * @throws CrashRequestInvalid
 */
export function verifyCrash({ gameHash, salt, edge }: CrashRequest): VerifiedCrash {
  const hash = asciiText("gameHash", gameHash);
  const source = { gameHash: hash, salt: asciiText("salt", salt), edgeBps: edgeBpsOf(edge) };
  return {
    game: "crash",
    outcome: Number(crashPointHundredths(source)) / 100,
    commitment: nextLink(hash),
  };
}

/** The edge in hundredths of a percent, exactly: 0.03 is 300. */
function edgeBpsOf(edge: unknown): number {
  if (edge === undefined) return DEFAULT_EDGE_BPS;
  const text = typeof edge === "number" ? edge.toString() : edge;
  const match = typeof text === "string" ? EDGE.exec(text) : null;
  if (match === null) {
    throw new CrashRequestInvalid(
      "edge",
      `must be a fraction from 0 to ${MAX_EDGE_BPS / 10_000} with at most 4 decimals`,
    );
  }
  return Number((match[1] ?? "").padEnd(4, "0"));
}

function asciiText(field: string, text: unknown): string {
  if (typeof text === "string" && isAsciiSeed(text)) return text;
  throw new CrashRequestInvalid(field, "must be ASCII text of at least one character");
}

/** A request to verify a round cannot be answered. */
export class CrashRequestInvalid extends FairhouseError {
  readonly code = "CRASH_REQUEST_INVALID";
  readonly field: string;

  constructor(field: string, reason: string) {
    super(`"${field}" ${reason}.`);
    this.field = field;
  }
}
