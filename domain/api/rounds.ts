import { z } from "zod";
import { betView, publicBetView } from "./casino.ts";
import {
  commitmentHex,
  currencyCode,
  minorAmount,
  positiveMinorAmount,
  timestamp,
  uuid,
} from "./primitives.ts";
import { balanceView } from "./wallet.ts";

/** The game's own parameters or action; each game parses them strictly. Bounded here so that garbage stays small. */
const gameObject = z
  .record(z.string().max(40), z.union([z.string().max(200), z.number(), z.boolean()]))
  .refine((fields) => Object.keys(fields).length <= 16, "too many fields");

export const startRoundRequest = z
  .object({
    roundId: uuid.describe(
      "made by the client (UUID, version 7 preferred): the same id never begins two rounds",
    ),
    game: z.string().min(1).max(32),
    currency: currencyCode,
    stake: positiveMinorAmount,
    params: gameObject,
  })
  .meta({ id: "StartRoundRequest" });
export type StartRoundRequest = z.infer<typeof startRoundRequest>;

export const roundActionRequest = z
  .object({
    number: z
      .int()
      .min(1)
      .max(64)
      .describe("the round's `nextAction`: the same number with the same action is taken once"),
    action: gameObject.describe('such as {"action": "hit"}; the list of games has its schema'),
  })
  .meta({ id: "RoundActionRequest" });
export type RoundActionRequest = z.infer<typeof roundActionRequest>;

export const roundView = z
  .object({
    roundId: uuid,
    game: z.string(),
    currency: currencyCode,
    stake: minorAmount.describe("what the round was begun with"),
    staked: minorAmount.describe("with what was added since"),
    params: z.record(z.string(), z.unknown()),
    edgeBps: z.number().int(),
    status: z
      .enum(["open", "settled", "voided"])
      .describe("`voided`: it could not be played to its end, and its stakes went back; it has no bet"),
    nextAction: z.number().int().describe("the number that the next action takes"),
    state: z
      .record(z.string(), z.unknown())
      .describe(
        "what lies open; its shape belongs to the game; empty where the round can no longer be replayed",
      ),
    seedId: z.string(),
    commitment: commitmentHex,
    clientSeed: z.string(),
    nonce: z.number().int(),
    startedAt: timestamp,
    endsAt: timestamp
      .nullable()
      .describe("when the house ends the round if nothing is done; null when it is over"),
  })
  .meta({ id: "Round" });
export type RoundView = z.infer<typeof roundView>;

export const roundResponse = z
  .object({
    round: roundView,
    bet: betView
      .nullable()
      .describe("of the same id, once the round is over: what was staked, drawn and paid"),
    balance: balanceView.nullable().describe("after this step; null when an earlier answer is repeated"),
    repeated: z.boolean().describe("true when this step had been taken and its answer is given again"),
  })
  .meta({ id: "RoundResponse" });
export type RoundResponse = z.infer<typeof roundResponse>;

export const openRounds = z.object({ items: z.array(roundView) }).meta({ id: "OpenRounds" });

export const publicRoundView = z
  .object({
    round: roundView,
    bet: publicBetView.nullable().describe("null while the round is open"),
  })
  .meta({ id: "PublicRound" });
export type PublicRoundView = z.infer<typeof publicRoundView>;
