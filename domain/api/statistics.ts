import { z } from "zod";
import { currencyCode, minorAmount } from "./primitives.ts";

const playTotals = z
  .object({
    currency: currencyCode,
    bets: minorAmount.describe("how many were settled since ever, of every kind of game"),
    staked: minorAmount,
    paid: minorAmount,
  })
  .meta({ id: "PlayTotals" });
export type PlayTotals = z.infer<typeof playTotals>;

export const ownPlay = z.object({ items: z.array(playTotals) }).meta({ id: "OwnPlay" });
