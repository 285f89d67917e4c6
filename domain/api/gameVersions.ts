import { z } from "zod";
import { address, hash32, pageOf, timestamp } from "./primitives.ts";

export const gameVersionView = z
  .object({
    game: z.string(),
    version: z.number().int().describe("the highest one is in force"),
    edgeBps: z.number().int(),
    content: z.string().describe("canonical JSON of rules, edge and paytable"),
    hash: z.string().describe("SHA-256 of the content, hex"),
    inForceSince: timestamp,
  })
  .meta({ id: "GameVersion" });
export type GameVersionView = z.infer<typeof gameVersionView>;

export const gameVersionList = z.object({ items: z.array(gameVersionView) }).meta({ id: "GameVersionList" });

export const setEdgeRequest = z
  .object({ edgeBps: z.number().int().min(0).max(10_000).describe("within the bounds of the game") })
  .meta({ id: "SetEdgeRequest" });

const edgeBounds = z
  .object({ minBps: z.number().int(), maxBps: z.number().int(), defaultBps: z.number().int() })
  .describe("what its edge can be set to");

export const gameInForceView = z
  .object({
    id: z.string(),
    name: z.string(),
    edgeBps: z.number().int(),
    bounds: edgeBounds,
    version: z
      .object({
        number: z.number().int(),
        hash: z.string().describe("SHA-256 of the content, hex"),
        inForceSince: timestamp,
        setBy: address.nullable().describe("the administrator; null: it came with a release"),
        anchoredIn: z
          .object({ epochId: z.string(), epoch: z.string(), blockNumber: z.string(), txHash: hash32 })
          .nullable()
          .describe("the newest anchored epoch, if the hash is in it"),
      })
      .nullable()
      .describe("that bets are decided by; null until the house has played by one"),
  })
  .meta({ id: "GameInForce" });
export type GameInForceView = z.infer<typeof gameInForceView>;

export const gameInForceList = z.object({ items: z.array(gameInForceView) }).meta({ id: "GameInForceList" });

export const withheldGameView = z
  .object({
    id: z.string(),
    name: z.string(),
    edgeBps: z.number().int().describe("that it would have been offered at"),
    bounds: edgeBounds,
    reason: z.string().describe("which path of agents would be given too much, and what would fit"),
    since: timestamp,
  })
  .meta({ id: "WithheldGame" });
export type WithheldGameView = z.infer<typeof withheldGameView>;

export const withheldGameList = z
  .object({ items: z.array(withheldGameView) })
  .meta({ id: "WithheldGameList" });

export const payChangeView = z
  .object({
    kind: z.enum(["game", "crashTable"]),
    subject: z.string().describe("the game's id, or the table's currency"),
    actorId: z.string().nullable().describe("the administrator; null: it came with a release"),
    actorAddress: address.nullable().describe("of the same"),
    before: z.record(z.string(), z.unknown()).nullable().describe("null: there was nothing before"),
    after: z.record(z.string(), z.unknown()),
    createdAt: timestamp,
  })
  .meta({ id: "PayChange" });
export type PayChangeView = z.infer<typeof payChangeView>;

export const payChangePage = pageOf(payChangeView).meta({ id: "PayChangePage" });
