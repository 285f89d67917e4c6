import { z } from "zod";
import { minorAmount } from "#domain/api/primitives.ts";
import { FairhouseError } from "#domain/errors.ts";
import { isAsciiSeed, isNonce } from "#domain/fairness/seeds.ts";
import type { JsonObject } from "#domain/games/game.ts";
import { findRoundGame } from "#domain/games/registry.ts";
import { verifyRound } from "#domain/games/verifyRound.ts";

/** Digits after which an edge of hundredths of a percent ends. */
const EDGE_DECIMALS = 4;

const seed = z.string().refine(isAsciiSeed, "must be ASCII text of at least one character");
const requestShape = z.object({
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
  actions: z.array(z.unknown()),
});

/** A finished round as its bet shows it: `outcome.firstStake` is the stake, `outcome.actions` are the actions. */
export type RoundRequest = { readonly [Field in keyof z.input<typeof requestShape>]?: unknown };

/** What the bet must say; amounts in minor units. */
export type RoundAnswer = {
  readonly game: string;
  readonly outcome: JsonObject;
  readonly staked: string;
  readonly payout: string;
  readonly multiplier: { readonly numerator: string; readonly denominator: string };
  readonly commitment: string;
};

/** Plays a whole round again. @throws RoundRequestInvalid, UnknownGame, GameParamsInvalid, RoundActionRefused */
export function verifyWholeRound(raw: RoundRequest): RoundAnswer {
  const parsed = requestShape.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new RoundRequestInvalid(issue?.path.join(".") ?? "", issue?.message ?? "");
  }
  const { game, edge, stake, params = {}, ...played } = parsed.data;
  const edgeBps = edge === undefined ? findRoundGame(game).edge.defaultBps : edgeBpsOf(edge);
  const round = verifyRound({ ...played, game, params, edgeBps, stakeMinor: BigInt(stake) });
  const { numerator, denominator } = round.multiplier;
  return {
    game,
    outcome: round.outcome,
    staked: round.stakedMinor.toString(),
    payout: round.payoutMinor.toString(),
    multiplier: { numerator: numerator.toString(), denominator: denominator.toString() },
    commitment: round.commitment,
  };
}

function edgeBpsOf(edge: string): number {
  return Number((edge.split(".")[1] ?? "").padEnd(EDGE_DECIMALS, "0"));
}

/** A request to play a round again cannot be answered. */
export class RoundRequestInvalid extends FairhouseError {
  readonly code = "ROUND_REQUEST_INVALID";
  readonly field: string;

  constructor(field: string, reason: string) {
    super(`"${field}" cannot be used: ${reason}.`);
    this.field = field;
  }
}
