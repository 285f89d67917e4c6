import { z } from "zod";
import { timestamp } from "./primitives.ts";

export const resumePayoutsRequest = z
  .strictObject({
    since: timestamp.describe(
      "since when payouts are stopped, exactly as it was read: a stop that came after it is not lifted",
    ),
  })
  .meta({ id: "ResumePayouts" });
export type ResumePayoutsRequest = z.infer<typeof resumePayoutsRequest>;

export const resumePayoutsAnswer = z
  .object({ wereStopped: z.boolean().describe("false when payouts were going on already") })
  .meta({ id: "ResumedPayouts" });
export type ResumePayoutsAnswer = z.infer<typeof resumePayoutsAnswer>;
