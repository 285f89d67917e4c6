import { z } from "zod";
import { address, commitmentHex, hash32, pageOf, pageQuery, timestamp } from "./primitives.ts";

const epochId = z.string().regex(/^[1-9][0-9]{0,17}$/, "an epoch's id is a whole number");

const sectionName = z.enum(["seeds", "games", "chains"]);

const sectionRoots = z
  .object({ seeds: commitmentHex, games: commitmentHex, chains: commitmentHex })
  .describe("live server seeds, game configurations, crash chains");

const anchorView = z
  .object({
    blockNumber: z.string(),
    blockTime: z.string().describe("unix seconds"),
    txHash: hash32,
    isFinal: z.boolean(),
  })
  .meta({ id: "EpochAnchor" });

export const epochView = z
  .object({
    id: epochId,
    epoch: z.string().describe("its number in the registry"),
    root: hash32.describe("SHA-256(0x02 ‖ seeds ‖ games ‖ chains)"),
    roots: sectionRoots,
    counts: z.object({ seeds: z.int(), games: z.int(), chains: z.int() }),
    status: z
      .enum(["pending", "anchored", "displaced"])
      .describe("displaced: the registry holds another root there"),
    anchor: anchorView.nullable().describe("where the registry says it; null until that is indexed"),
    chainId: z.int(),
    registry: address.nullable(),
    kind: hash32.describe("under which the registry lists epochs"),
    builtAt: timestamp,
  })
  .meta({ id: "FairnessEpoch" });
export type EpochView = z.infer<typeof epochView>;
export const epochPage = pageOf(epochView).meta({ id: "FairnessEpochPage" });
export const epochQuery = pageQuery;

export const epochParams = z.object({ id: epochId });

export const epochProofQuery = z.object({
  commitment: commitmentHex.describe("of a server seed, a game configuration, or a crash chain"),
});

/** What `isIncluded` of `domain/fairness/epoch.ts` takes, with the epoch that it is about. */
export const epochProof = z
  .object({
    epoch: epochView,
    proof: z.object({
      hash: commitmentHex,
      section: sectionName,
      index: z.int().nonnegative(),
      size: z.int().positive(),
      path: z.array(commitmentHex).max(32).describe("neighbours from the leaf to the section's root"),
      roots: sectionRoots,
    }),
  })
  .meta({ id: "EpochProof" });
export type EpochProof = z.infer<typeof epochProof>;
