import { z } from "zod";
import { currencyCode } from "./primitives.ts";

/** How a table is set up; multipliers in hundredths. */
export const crashTableSettings = z
  .object({
    currency: currencyCode,
    isOpen: z.boolean(),
    edgeBps: z.int().min(10).max(2_000).describe("of chains that are made from now on"),
    bettingMs: z.int().min(1_000).max(600_000),
    pauseMs: z.int().min(0).max(600_000),
    ceilingHundredths: z.int().min(101).max(100_000_000).describe("where everyone who is left is paid out"),
    roundRiskBps: z.int().min(1).max(10_000).describe("what a whole round may win, of the bankroll"),
    chainGames: z.int().min(2).max(10_000_000).describe("of chains that are made from now on"),
  })
  .meta({ id: "CrashTableSettings" });
export type CrashTableSettings = z.infer<typeof crashTableSettings>;

export const crashTableSettingsList = z
  .object({ items: z.array(crashTableSettings) })
  .meta({ id: "CrashTableSettingsList" });

/** What is left out stays as it is. */
export const setCrashTableRequest = crashTableSettings
  .omit({ currency: true })
  .partial()
  .meta({ id: "SetCrashTable" });
export type SetCrashTableRequest = z.infer<typeof setCrashTableRequest>;

export const crashTableParams = z.object({ currency: currencyCode });
