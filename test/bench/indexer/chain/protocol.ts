import { z } from "zod";
import { chainShape } from "./shape.ts";

/** What the chain's process is started with, as JSON in its first argument. */
export const serverOptions = z.object({ port: z.number().int(), shape: chainShape });

/** What the chain's process remembers of those who asked it. Times in ms since the epoch. */
export const marksShape = z.object({
  calls: z.record(z.string(), z.number()),
  firstCallAt: z.number().optional(),
  firstLogsAt: z.number().optional(),
});
export type Marks = z.output<typeof marksShape>;

export const minedShape = z.object({ number: z.number(), minedAt: z.number() });
export type Mined = z.output<typeof minedShape>;
