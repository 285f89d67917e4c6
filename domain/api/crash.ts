import { z } from "zod";
import {
  currencyCode,
  hash32,
  minorAmount,
  pageOf,
  pageQuery,
  positiveMinorAmount,
  timestamp,
  uuid,
} from "./primitives.ts";
import { problem } from "./problem.ts";
import { channelPlace } from "./socket.ts";
import { balanceView } from "./wallet.ts";

/**
 * Crash over sockets and HTTP. Multipliers are hundredths (197 is 1.97×), times are the house's own.
 *
 * Server → client: `crash` is a channel of the house. After `join` comes a `CrashSnapshot` (or what was missed since the
 * place named), then numbered messages: a `CrashRoundMessage` whenever a round comes to another phase, which says all there
 * is to say about it, and a `CrashTick` ten times a second while a round runs.
 * Client → server: `crashBet` (a `CrashBetRequest`), `crashCashOut` (a `CrashCashOutRequest`) and `crashMine` (nothing),
 * each with an acknowledgement callback.
 */

export const hundredths = z
  .number()
  .int()
  .min(100)
  .meta({ id: "Hundredths", description: "hundredths: 197 is 1.97×" });
export const crashRoundId = z
  .string()
  .regex(/^[1-9][0-9]{0,18}$/, "a round's id is a whole number, as a decimal string")
  .refine(
    (text) => !/^[0-9]{1,19}$/.test(text) || BigInt(text) < 2n ** 63n,
    "a round's id has at most 63 bits",
  )
  .meta({ id: "CrashRoundId", example: "42" });
const linkHex = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ id: "ChainLink", description: "64 lower-case hex digits; hashed as text" });

export const crashPhase = z.enum(["betting", "running", "crashed", "settled", "cancelled"]);

export const crashRoundView = z
  .object({
    roundId: crashRoundId,
    number: z.number().int().describe("counts the table's rounds without a gap"),
    currency: currencyCode,
    phase: crashPhase,
    commitment: linkHex.describe(
      "SHA-256 of the game hash: the hash of the game before, or the chain's root",
    ),
    edgeBps: z.number().int(),
    ceilingHundredths: hundredths.describe(
      "where all who are left are paid out: from the start on what this round's bets let it be",
    ),
    bettingEndsAt: timestamp,
    startedAt: timestamp.nullable().describe("the curve is 2^(t / 10 s) from here"),
    betCount: z.number().int(),
    staked: minorAmount,
    paid: minorAmount.nullable().describe("null until it is settled"),
    settledAt: timestamp.nullable(),
    gameHash: linkHex.nullable().describe("null until it has crashed"),
    pointHundredths: hundredths.nullable().describe("where it crashed; null until then"),
  })
  .meta({ id: "CrashRound" });
export type CrashRoundView = z.infer<typeof crashRoundView>;
export const crashRoundPage = pageOf(crashRoundView).meta({ id: "CrashRoundPage" });

/** What fixed a round before it was played, and how to check it. */
export const crashChainView = z
  .object({
    chainId: z.string(),
    epoch: z.string().describe("the chain's place in its kind, in the FairnessRegistry"),
    kind: hash32.describe("keccak256 of the kind's name, crash-chain:<currency>"),
    root: linkHex.describe("SHA-256 of the first game's hash"),
    termsVersion: z
      .number()
      .int()
      .describe("1: the root alone was anchored; 2: currency, games, edge and root were, as one hash"),
    commitment: linkHex.describe(
      "anchored as bytes32 before the first game, and in the epochs: what `chainCommitment` makes of the terms",
    ),
    games: z.number().int().min(1),
    played: z.number().int(),
    edgeBps: z.number().int().min(0).max(9_999),
    anchorBlock: z.string().nullable(),
    anchorTx: hash32.nullable(),
    saltBlock: z.string().nullable().describe("its hash is the salt; it came after the anchor"),
    salt: linkHex.nullable().describe("the block's hash without 0x"),
  })
  .meta({ id: "CrashChain" });
export type CrashChainView = z.infer<typeof crashChainView>;

/** One round for anyone who wants to verify it. */
export const publicCrashRound = z
  .object({
    round: crashRoundView,
    chain: crashChainView,
    game: z
      .number()
      .int()
      .min(1)
      .describe("hashing the game hash so many times gives the chain's root; from 1"),
  })
  .meta({ id: "PublicCrashRound" });
export type PublicCrashRound = z.infer<typeof publicCrashRound>;

export const crashBetRequest = z
  .object({
    betId: uuid.describe("made by the client (UUID, version 7 preferred): the same id never bets twice"),
    roundId: crashRoundId.describe("the round whose betting phase the player sees"),
    stake: positiveMinorAmount,
    currency: currencyCode,
    autoCashOutHundredths: z
      .number()
      .int()
      .min(101)
      .max(100_000_000)
      .nullable()
      .default(null)
      .describe("cash out here without asking; null: by hand"),
  })
  .meta({ id: "CrashBetRequest" });
export type CrashBetRequest = z.infer<typeof crashBetRequest>;

export const crashBetView = z
  .object({
    betId: uuid,
    roundId: crashRoundId,
    currency: currencyCode,
    stake: minorAmount,
    autoCashOutHundredths: hundredths.nullable(),
    highestHundredths: hundredths.describe("here the bet has won all that it may, and is cashed out"),
    cashedOutHundredths: hundredths.nullable().describe("where its player cashed out by hand"),
    exitHundredths: hundredths
      .nullable()
      .describe("where it got out; null while it is open, and when it crashed"),
    payout: minorAmount.nullable().describe("floor(stake × exit / 100); null until the round is settled"),
    createdAt: timestamp,
  })
  .meta({ id: "CrashBet" });
export type CrashBetView = z.infer<typeof crashBetView>;
export const crashBetPage = pageOf(crashBetView).meta({ id: "CrashBetPage" });

export const crashBetResponse = z
  .object({
    bet: crashBetView,
    balance: balanceView.nullable().describe("after this bet; null when an earlier answer is repeated"),
    repeated: z.boolean().describe("true when this id was taken before and what became of it is returned"),
  })
  .meta({ id: "CrashBetResponse" });
export type CrashBetResponse = z.infer<typeof crashBetResponse>;

export const crashCashOutRequest = z.object({ betId: uuid }).meta({ id: "CrashCashOutRequest" });
export type CrashCashOutRequest = z.infer<typeof crashCashOutRequest>;

export const crashCashOutResponse = z
  .object({
    betId: uuid,
    roundId: crashRoundId,
    cashedOutHundredths: hundredths,
    isAutomatic: z
      .boolean()
      .describe("true when the automatic cash-out or a maximum was there before the player"),
    payout: minorAmount.describe("what the settlement of the round pays"),
    repeated: z.boolean(),
  })
  .meta({ id: "CrashCashOutResponse" });
export type CrashCashOutResponse = z.infer<typeof crashCashOutResponse>;

export const crashBetAck = z
  .discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), result: crashBetResponse }),
    z.object({ ok: z.literal(false), problem }),
  ])
  .meta({ id: "CrashBetAck" });
export type CrashBetAck = z.infer<typeof crashBetAck>;

export const crashCashOutAck = z
  .discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), result: crashCashOutResponse }),
    z.object({ ok: z.literal(false), problem }),
  ])
  .meta({ id: "CrashCashOutAck" });
export type CrashCashOutAck = z.infer<typeof crashCashOutAck>;

export const crashMineAck = z
  .discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), bets: z.array(crashBetView).describe("your newest bets, newest first") }),
    z.object({ ok: z.literal(false), problem }),
  ])
  .meta({ id: "CrashMineAck" });
export type CrashMineAck = z.infer<typeof crashMineAck>;

/** A table as it stands. */
export const crashTableView = z
  .object({
    currency: currencyCode,
    isOpen: z.boolean().describe("false: closed by the operator"),
    edgeBps: z.number().int().describe("of chains that are made from now on; each round names its own"),
    ceilingHundredths: hundredths,
    bettingMs: z.number().int(),
    pauseMs: z.number().int(),
    round: crashRoundView
      .nullable()
      .describe("the newest; null before the first, for which a chain must be anchored and salted"),
    results: z.array(crashRoundView).describe("rounds that are over, newest first"),
  })
  .meta({ id: "CrashTable" });
export type CrashTableView = z.infer<typeof crashTableView>;

const serverTime = timestamp.describe("the clock that all times of crash are read from");

export const crashTablesResponse = z
  .object({ serverTime, tables: z.array(crashTableView) })
  .meta({ id: "CrashTables" });
export type CrashTablesResponse = z.infer<typeof crashTablesResponse>;

/** What is said on the channel, without its place in it. */
export const crashRoundNews = z.object({ kind: z.literal("round"), serverTime, round: crashRoundView });
export const crashTickNews = z.object({
  kind: z.literal("tick"),
  roundId: crashRoundId,
  currency: currencyCode,
  elapsedMs: z.number().int(),
  hundredths,
});
export type CrashNews = z.infer<typeof crashRoundNews> | z.infer<typeof crashTickNews>;

const placed = channelPlace.extend({ snapshot: z.boolean() }).shape;
export const crashMessage = z
  .union([
    crashTablesResponse.extend({ ...placed, kind: z.literal("snapshot") }),
    crashRoundNews.extend(placed),
    crashTickNews.extend(placed),
  ])
  .meta({ id: "CrashMessage" });
export type CrashMessage = z.infer<typeof crashMessage>;

/** Event names, once; what is said to everyone comes on the channel `crash`. */
export const crashEvents = { bet: "crashBet", cashOut: "crashCashOut", mine: "crashMine" } as const;

export const crashRoundsQuery = pageQuery.extend({ currency: currencyCode });
export const crashRoundParams = z.object({ id: crashRoundId });
export const crashBetParams = z.object({ id: uuid });
