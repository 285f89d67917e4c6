import { z } from "zod";
import { givenTime } from "./primitives.ts";

export const resumePayoutsRequest = z
  .strictObject({
    since: givenTime.describe(
      "since when payouts are stopped, exactly as it was read: a stop that came after it is not lifted",
    ),
  })
  .meta({ id: "ResumePayouts" });
export type ResumePayoutsRequest = z.infer<typeof resumePayoutsRequest>;

export const resumePayoutsAnswer = z
  .object({ wereStopped: z.boolean().describe("false when payouts were going on already") })
  .meta({ id: "ResumedPayouts" });
