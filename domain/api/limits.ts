import { z } from "zod";
import { LIMIT_KINDS, LIMIT_PERIODS } from "#domain/limits/playerLimits.ts";
import { currencyCode, givenTime, minorAmount, timestamp } from "./primitives.ts";

const limitKind = z
  .enum(LIMIT_KINDS)
  .describe(
    "wager: all stakes; loss: stakes less payouts; deposit: deposits less withdrawals, of which what lies above the " +
      "limit stays out of play, yours to withdraw, until the period ends",
  );
const limitPeriod = z
  .enum(LIMIT_PERIODS)
  .describe("begins anew at 00:00 UTC: every day, every Monday, every first of a month");

export const playerLimitView = z
  .object({
    currency: currencyCode,
    kind: limitKind,
    period: limitPeriod,
    amount: minorAmount.nullable().describe("null: no limit in force"),
    used: z
      .string()
      .regex(/^-?[0-9]{1,19}$/)
      .describe("of the limit in the current period; negative when more came back than went in"),
    next: z
      .object({ amount: minorAmount.nullable(), from: timestamp })
      .nullable()
      .describe("a higher limit, or none (null), that was asked for and takes force later"),
  })
  .meta({ id: "PlayerLimit" });
export type PlayerLimitView = z.infer<typeof playerLimitView>;

export const limitsResponse = z
  .object({
    limits: z.array(playerLimitView),
    selfExcludedUntil: timestamp.nullable().describe("no bet is taken before this time"),
  })
  .meta({ id: "PlayerLimits" });
export type LimitsResponse = z.infer<typeof limitsResponse>;

export const setLimitRequest = z
  .object({
    currency: currencyCode,
    kind: limitKind,
    period: limitPeriod,
    amount: minorAmount.nullable().describe("null removes the limit, 24 hours later"),
  })
  .meta({ id: "SetLimitRequest" });
export type SetLimitRequest = z.infer<typeof setLimitRequest>;

export const selfExclusionRequest = z
  .object({ until: givenTime.describe("at most ten years ahead; never earlier than before") })
  .meta({ id: "SelfExclusionRequest" });
