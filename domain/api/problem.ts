import { z } from "zod";

/** RFC 9457 problem details: the shape of every error this system answers, over HTTP and sockets alike. */
export const problem = z
  .object({
    type: z.string().describe("a URI reference for the kind of problem"),
    title: z.string(),
    status: z.number().int(),
    code: z.string().describe("stable identifier, e.g. INSUFFICIENT_BALANCE"),
    detail: z.string().describe("what happened and what to do about it"),
    requestId: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe("one entry per offending field"),
    values: z.record(z.string(), z.string()).optional().describe("figures that explain the refusal"),
    retryAfterMs: z.number().int().optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problem>;
