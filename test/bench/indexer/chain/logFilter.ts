import { z } from "zod";
import type { Hex } from "#domain/chain/hex.ts";
import { selectorOf, TOLD_NAMES } from "./encodeEvent.ts";
import { VAULT } from "./story.ts";

const oneOrMany = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((given) => (given == null ? undefined : [given].flat().map((text) => text.toLowerCase())));

/** The part of an `eth_getLogs` filter that says which logs, and the one that says of which blocks. */
export const logQuery = z.object({
  address: oneOrMany,
  topics: z
    .array(oneOrMany)
    .nullish()
    .transform((topics) => topics ?? []),
  fromBlock: z.string().optional(),
  toBlock: z.string().optional(),
  blockHash: z.string().optional(),
});
export type LogQuery = z.output<typeof logQuery>;

export interface LogFilter {
  /** Whether every log that this chain can have passes. */
  readonly takesAll: boolean;
  takes(emitter: Hex, topics: readonly Hex[]): boolean;
}

/** Any of the addresses, and at each place any of the topics; nothing given means anything. */
export function filterOf({ address, topics }: Pick<LogQuery, "address" | "topics">): LogFilter {
  const takes: LogFilter["takes"] = (emitter, found) =>
    (address?.includes(emitter) ?? true) &&
    topics.every((wanted, place) => wanted?.includes(found[place] ?? "") ?? true);
  const isByNameAlone = topics.slice(1).every((wanted) => wanted === undefined);
  return { takes, takesAll: isByNameAlone && TOLD_NAMES.every((name) => takes(VAULT, [selectorOf(name)])) };
}
