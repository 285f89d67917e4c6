import { z } from "zod";
import { gameView } from "./houseConfig.ts";
import {
  commitmentHex,
  currencyCode,
  minorAmount,
  pageOf,
  positiveMinorAmount,
  timestamp,
  uuid,
} from "./primitives.ts";
import { balanceView } from "./wallet.ts";

export const gameList = z.object({ items: z.array(gameView) }).meta({ id: "GameList" });

/** One of several things that a bet consists of, such as a chip on a table. */
const listedParam = z
  .record(z.string().max(40), z.union([z.string().max(200), z.number()]))
  .refine((fields) => Object.keys(fields).length <= 4, "too many fields");

/** The game's own parameters; each game parses them strictly. Bounded here so that garbage stays small. */
const gameParams = z
  .record(
    z.string().max(40),
    z.union([
      z.string().max(200),
      z.number(),
      z.boolean(),
      z.array(z.union([z.number(), listedParam])).max(64),
    ]),
  )
  .refine((params) => Object.keys(params).length <= 16, "too many parameters");

export const betRequest = z
  .object({
    betId: uuid.describe("made by the client (UUID, version 7 preferred): the same id never bets twice"),
    game: z.string().min(1).max(32),
    currency: currencyCode,
    stake: positiveMinorAmount,
    params: gameParams,
  })
  .meta({ id: "BetRequest" });
export type BetRequest = z.infer<typeof betRequest>;

export const betView = z
  .object({
    betId: uuid,
    game: z.string(),
    currency: currencyCode,
    stake: minorAmount,
    payout: minorAmount,
    multiplier: z
      .object({ numerator: z.string(), denominator: z.string() })
      .describe("payout = floor(stake × numerator / denominator)"),
    edgeBps: z.number().int(),
    params: z.record(z.string(), z.unknown()),
    outcome: z.unknown().describe("what the game drew; its shape belongs to the game"),
    description: z.string().describe("the result in words"),
    seedId: z.string(),
    commitment: commitmentHex,
    clientSeed: z.string(),
    nonce: z.number().int(),
    createdAt: timestamp.describe(
      "when it was settled: a round of several steps, and one of crash, at its end",
    ),
  })
  .meta({ id: "Bet" });
export type BetView = z.infer<typeof betView>;
export const betPage = pageOf(betView).meta({ id: "BetPage" });

export const betResponse = z
  .object({
    bet: betView,
    balance: balanceView.nullable().describe("after this bet; null when an earlier answer is repeated"),
    repeated: z.boolean().describe("true when this id was already settled and its first result is returned"),
  })
  .meta({ id: "BetResponse" });
export type BetResponse = z.infer<typeof betResponse>;

/** Anyone may look at any bet; the server seed stays hidden until its owner rotates it. */
export const publicBetView = betView
  .extend({
    startedAt: timestamp.describe(
      "when its first stake was laid: what the house says that it was bound to must have been anchored before",
    ),
    serverSeed: z.string().nullable().describe("null until its player rotated the seed"),
  })
  .meta({ id: "PublicBet" });
export type PublicBetView = z.infer<typeof publicBetView>;
