import { z } from "zod";
import { minorAmount } from "#domain/api/primitives.ts";
import { FairhouseError } from "#domain/errors.ts";
import { isAsciiSeed, isNonce } from "#domain/fairness/seeds.ts";
import { findGame } from "#domain/games/registry.ts";

/** Digits after which an edge of hundredths of a percent ends. */
const EDGE_DECIMALS = 4;

const seed = z.string().refine(isAsciiSeed, "must be ASCII text of at least one character");

/** A bet with its stake, as its page shows it; a whole round has `actions` as well. */
export const betRequest = z.object({
  game: z.string(),
  serverSeed: seed,
  clientSeed: seed,
  nonce: z.number().refine(isNonce, "must be a whole number from 0"),
  params: z.unknown().optional(),
  edge: z
    .union([z.string(), z.number().transform(String)])
    .pipe(z.string().regex(/^0(?:\.[0-9]{1,4})?$/, "must be a fraction such as 0.01"))
    .optional(),
  stake: z.union([minorAmount, z.int().positive().transform(String)]),
});

/** @throws BetRequestInvalid for the first field that cannot be used */
export function readBetRequest<Shape extends z.ZodType>(shape: Shape, raw: unknown): z.output<Shape> {
  const parsed = shape.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BetRequestInvalid(issue?.path.join(".") ?? "", issue?.message ?? "");
}

/** In hundredths of a percent; the game's usual edge when none is given. @throws UnknownGame */
export function edgeBpsOf({ game, edge }: z.output<typeof betRequest>): number {
  if (edge === undefined) return findGame(game).edge.defaultBps;
  return Number((edge.split(".")[1] ?? "").padEnd(EDGE_DECIMALS, "0"));
}

/** A request to work a bet out again, with what it paid, cannot be answered. */
export class BetRequestInvalid extends FairhouseError {
  readonly code = "BET_REQUEST_INVALID";
  readonly field: string;

  constructor(field: string, reason: string) {
    super(`"${field}" cannot be used: ${reason}.`);
    this.field = field;
  }
}
