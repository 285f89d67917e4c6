import { z } from "zod";
import type { BetView } from "#domain/api/casino.ts";
import { formatMajor } from "#domain/money/amount.ts";

const rolled = z.object({ rollHundredths: z.number().int() });
const reached = z.object({ resultHundredths: z.number().int() });

/** The drawn figure of a bet as players say it: "28.07" for a roll, "17.41×" for a multiplier. */
export function drawnFigure({ outcome }: Pick<BetView, "outcome">): string {
  const dice = rolled.safeParse(outcome);
  if (dice.success) return hundredthsText(dice.data.rollHundredths);
  const limbo = reached.safeParse(outcome);
  return limbo.success ? `${hundredthsText(limbo.data.resultHundredths)}×` : "–";
}

/** 2807 → "28.07". */
export function hundredthsText(hundredths: number): string {
  const [whole = "0", decimals = ""] = formatMajor(BigInt(hundredths), 2).split(".");
  return `${whole}.${decimals.padEnd(2, "0")}`;
}

/** The roll of a dice bet in hundredths, or null for a bet of another game. */
export function rollOf({ outcome }: Pick<BetView, "outcome">): number | null {
  const dice = rolled.safeParse(outcome);
  return dice.success ? dice.data.rollHundredths : null;
}
