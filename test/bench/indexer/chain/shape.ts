import { z } from "zod";

/** The chain's id: that of BNB Smart Chain, so that finality is what it is in service. */
export const CHAIN_ID = 56;

/** How a simulated chain is built: so many events, spread evenly over the blocks 1 … `eventBlocks`. */
export const chainShape = z.object({
  seed: z.number().int(),
  events: z.number().int().min(0),
  eventBlocks: z.number().int().min(1),
});
export type ChainShape = z.output<typeof chainShape>;

/** Empty blocks on top of the last event, so that everything is final for whoever looks at the chain. */
export const TAIL_BLOCKS = 128;
/** Blocks below the head that the `finalized` tag names. */
export const FINALIZED_DEPTH = 15;

/** The head of a chain that was just built. */
export function firstHead({ eventBlocks }: ChainShape): number {
  return eventBlocks + TAIL_BLOCKS;
}
