import { type CrashTableSettings, crashTableSettings } from "#domain/api/crashTables.ts";
import { typedText } from "@/lib/money/typedAmount";

/** The figures that a table of crash is set up by, in the order in which they are told. */
export const TABLE_FIGURES = [
  "edgeBps",
  "bettingMs",
  "pauseMs",
  "ceilingHundredths",
  "roundRiskBps",
  "chainGames",
] as const;
export type TableFigure = (typeof TABLE_FIGURES)[number];

/** How finely each is told, in the unit that people read: percent, seconds, times the stake, games. */
export const FIGURE_DECIMALS: Record<TableFigure, number> = {
  edgeBps: 2,
  bettingMs: 3,
  pauseMs: 3,
  ceilingHundredths: 2,
  roundRiskBps: 2,
  chainGames: 0,
};

/** A figure in the unit that people read, without the unit: (5_500, bettingMs) → "5.5". */
export function figureText(figure: TableFigure, value: number): string {
  return typedText(BigInt(value), FIGURE_DECIMALS[figure]);
}

/** The same as a number, to be told in the reader's own way of writing numbers. */
export function figureInUnits(figure: TableFigure, value: number): number {
  return value / 10 ** FIGURE_DECIMALS[figure];
}

/** The least and the most that the house takes. */
export function figureBounds(figure: TableFigure): { readonly lowest: number; readonly highest: number } {
  const { minValue, maxValue } = crashTableSettings.shape[figure];
  return { lowest: minValue ?? 0, highest: maxValue ?? Number.MAX_SAFE_INTEGER };
}

/** All figures of a table, made into something by name. */
export function mapFigures<Made>(make: (figure: TableFigure) => Made): Record<TableFigure, Made> {
  return {
    edgeBps: make("edgeBps"),
    bettingMs: make("bettingMs"),
    pauseMs: make("pauseMs"),
    ceilingHundredths: make("ceilingHundredths"),
    roundRiskBps: make("roundRiskBps"),
    chainGames: make("chainGames"),
  };
}

export function figureTexts(settings: CrashTableSettings): Record<TableFigure, string> {
  return mapFigures((figure) => figureText(figure, settings[figure]));
}
