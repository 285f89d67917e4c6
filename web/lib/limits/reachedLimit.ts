import { z } from "zod";
import { LIMIT_KINDS, LIMIT_PERIODS } from "#domain/limits/playerLimits.ts";

const reachedLimit = z.object({
  kind: z.enum(LIMIT_KINDS),
  period: z.enum(LIMIT_PERIODS),
  limitMinor: z.coerce.bigint(),
  leftMinor: z.coerce.bigint(),
});
export type ReachedLimit = z.output<typeof reachedLimit>;

/** The limit that a refused bet ran into, from the refusal's figures; null when they do not tell. */
export function readReachedLimit(values: Readonly<Record<string, string>>): ReachedLimit | null {
  return reachedLimit.safeParse(values).data ?? null;
}
