import { z } from "zod";
import { timestamp } from "./primitives.ts";

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
