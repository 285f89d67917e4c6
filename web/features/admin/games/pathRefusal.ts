import { z } from "zod";
import { uuid } from "#domain/api/primitives.ts";
import { ApiProblem } from "@/lib/api/apiErrors";

/** An edge that leaves less than the agents on some path are given of it. */
export type PathRefusal = {
  readonly code: "RATES_EXCEED_CEILING" | "RATES_EXCEED_EDGE";
  /** The lowest agent on that path. */
  readonly agentId: string;
  /** In hundredths of a percent of the edge that was asked for: what the path would be given, and what it may be. */
  readonly sumBps: number;
  readonly ceilingBps: number;
};

const figure = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const refusal = z.object({
  code: z.enum(["RATES_EXCEED_CEILING", "RATES_EXCEED_EDGE"]),
  values: z.object({ agentId: uuid, sumBps: figure, ceilingBps: figure }),
});

/** What a refusal says of a path; null when it is about something else, or does not tell. */
export function readPathRefusal(error: Error): PathRefusal | null {
  if (!(error instanceof ApiProblem)) return null;
  const { data } = refusal.safeParse(error.problem);
  return data === undefined ? null : { code: data.code, ...data.values };
}
