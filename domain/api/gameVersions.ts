import { z } from "zod";
import { pageOf, timestamp } from "./primitives.ts";

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

export const withheldGameView = z
  .object({
    id: z.string(),
    name: z.string(),
    edgeBps: z.number().int().describe("that it would have been offered at"),
    bounds: z
      .object({ minBps: z.number().int(), maxBps: z.number().int(), defaultBps: z.number().int() })
      .describe("what its edge can be set to"),
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
    before: z.record(z.string(), z.unknown()).nullable().describe("null: there was nothing before"),
    after: z.record(z.string(), z.unknown()),
    createdAt: timestamp,
  })
  .meta({ id: "PayChange" });
export type PayChangeView = z.infer<typeof payChangeView>;

export const payChangePage = pageOf(payChangeView).meta({ id: "PayChangePage" });
