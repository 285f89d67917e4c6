import { z } from "zod";
import type { BetView } from "#domain/api/casino.ts";
import { multiplierText } from "@/lib/bets/betFigures";
import { hundredthsText } from "@/lib/format/hundredthsText";

const rolled = z.object({ rollHundredths: z.number().int() });
const reached = z.object({ resultHundredths: z.number().int() });

const fallen = z.object({ pocket: z.number().int() });

/**
 * What came of a bet as its players say it: "28.07" for a roll, "17.41×" for a multiplier reached, "17" for a pocket;
 * of any other game, what the stake was multiplied by.
 */
export function drawnFigure({ outcome, multiplier }: Drawn): string {
  const dice = rolled.safeParse(outcome);
  if (dice.success) return hundredthsText(dice.data.rollHundredths);
  const limbo = reached.safeParse(outcome);
  if (limbo.success) return `${hundredthsText(limbo.data.resultHundredths)}×`;
  const roulette = fallen.safeParse(outcome);
  if (roulette.success) return String(roulette.data.pocket);
  return multiplierText({
    numerator: BigInt(multiplier.numerator),
    denominator: BigInt(multiplier.denominator),
  });
}

type Drawn = {
  readonly outcome?: unknown;
  readonly multiplier: { readonly numerator: string | bigint; readonly denominator: string | bigint };
};

/** The roll of a dice bet in hundredths, or null for a bet of another game. */
export function rollOf({ outcome }: Pick<BetView, "outcome">): number | null {
  const dice = rolled.safeParse(outcome);
  return dice.success ? dice.data.rollHundredths : null;
}
