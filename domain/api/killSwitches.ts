import { z } from "zod";

export const resumePayoutsAnswer = z
  .object({ wereStopped: z.boolean().describe("false when payouts were going on already") })
  .meta({ id: "ResumedPayouts" });
export type ResumePayoutsAnswer = z.infer<typeof resumePayoutsAnswer>;
