import { z } from "zod";

/**
 * The parameters of each game as a client may learn them: published as JSON Schema with the list of games.
 * The games' own `parse` decides; a test keeps the two in agreement.
 */
const dice = z.discriminatedUnion("direction", [
  z.strictObject({
    direction: z.literal("over"),
    targetHundredths: z.int().min(200).max(9_999).describe("wins above this roll; 5050 is 50.50"),
  }),
  z.strictObject({
    direction: z.literal("under"),
    targetHundredths: z.int().min(1).max(9_800).describe("wins below this roll; 5050 is 50.50"),
  }),
]);

const limbo = z.strictObject({
  targetHundredths: z.int().min(101).max(5_000_000).describe("the multiplier to reach; 200 is 2.00×"),
});

/** By the id of the game; every game has one. */
export const gameParamsSchemas: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ["dice", dice],
  ["limbo", limbo],
]);
