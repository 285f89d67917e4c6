import { z } from "zod";

declare module "vitest" {
  interface ProvidedContext {
    /** Where test files ask for servers; see `serviceHost.ts`. */
    serviceHost: string;
  }
}

/** How a test wants its chain: without a block time, each transaction makes its own block at once. */
export const chainRequest = z.object({ blockTimeSeconds: z.coerce.number().positive().optional() });
export type ChainRequest = z.output<typeof chainRequest>;

export const serviceAnswer = z.union([z.object({ url: z.string() }), z.object({ error: z.string() })]);
