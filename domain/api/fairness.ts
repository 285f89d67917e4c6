import { z } from "zod";
import { bigintText, commitmentHex, pageOf, timestamp } from "./primitives.ts";

export const clientSeed = z
  .string()
  .regex(/^[\x20-\x7e]{1,64}$/, "a client seed is 1 to 64 printable ASCII characters")
  .meta({ id: "ClientSeed", example: "my lucky words" });

export const activeSeedView = z
  .object({
    seedId: z.string(),
    commitment: commitmentHex,
    clientSeed,
    nonce: z.number().int().describe("the nonce that the next bet takes"),
    createdAt: timestamp,
  })
  .meta({ id: "ActiveSeed" });

export const seedsResponse = z
  .object({
    active: activeSeedView,
    next: z.object({ commitment: commitmentHex }).describe("the seed that rotation will activate"),
  })
  .meta({ id: "Seeds" });
export type SeedsResponse = z.infer<typeof seedsResponse>;

export const setClientSeedRequest = z.object({ clientSeed }).meta({ id: "SetClientSeed" });

export const rotateRequest = z
  .object({
    clientSeed: clientSeed.optional().describe("for the new pair; kept as it is when left out"),
    seedId: bigintText
      .optional()
      .describe("of the pair to reveal; with it the request may be sent again, and reveals no other pair"),
  })
  .meta({ id: "Rotate" });
export type RotateRequest = z.infer<typeof rotateRequest>;

export const revealedSeedView = z
  .object({
    seedId: z.string(),
    serverSeed: z.string(),
    commitment: commitmentHex,
    clientSeed,
    betCount: z.number().int().describe("nonces 0 to betCount − 1 were used"),
    revealedAt: timestamp,
  })
  .meta({ id: "RevealedSeed" });
export type RevealedSeedView = z.infer<typeof revealedSeedView>;
export const revealedSeedPage = pageOf(revealedSeedView).meta({ id: "RevealedSeedPage" });

export const rotateResponse = seedsResponse
  .extend({ revealed: revealedSeedView })
  .meta({ id: "RotateResponse" });
export type RotateResponse = z.infer<typeof rotateResponse>;
