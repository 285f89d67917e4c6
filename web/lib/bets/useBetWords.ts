import { useTranslations } from "next-intl";
import { z } from "zod";
import type { BetView } from "#domain/api/casino.ts";
import { drawnFigure } from "@/lib/bets/drawnFigure";
import { hundredthsText } from "@/lib/format/hundredthsText";

const roll = z.object({ targetHundredths: z.number().int(), direction: z.enum(["over", "under"]) });
const crash = z.object({ autoCashOutHundredths: z.number().int().nullable() });
const target = z.object({ targetHundredths: z.number().int() });

/**
 * What a bet was set to, and what came of it, as players say it: "Roll over 50.00", "68.24". Of games without words
 * of their own, the settings are told by their names: "rows 16 · risk high".
 */
export function useBetWords() {
  const t = useTranslations("betWords");
  return {
    settings({ params }: Pick<BetView, "params">): string {
      const dice = roll.safeParse(params);
      if (dice.success) {
        const { direction, targetHundredths } = dice.data;
        return t("roll", { direction, target: hundredthsText(targetHundredths) });
      }
      const cashOut = crash.safeParse(params);
      if (cashOut.success) {
        const { autoCashOutHundredths: auto } = cashOut.data;
        return auto === null ? t("byHand") : t("cashOut", { multiplier: hundredthsText(auto) });
      }
      const limbo = target.safeParse(params);
      if (limbo.success) return t("target", { target: hundredthsText(limbo.data.targetHundredths) });
      return Object.entries(params)
        .map(([name, value]) => `${name} ${Array.isArray(value) ? value.length : String(value)}`)
        .join(" · ");
    },
    result: drawnFigure,
  };
}
