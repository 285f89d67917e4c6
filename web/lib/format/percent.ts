import { WHOLE_BPS } from "#domain/agents/rates.ts";
import { readTypedAmount } from "@/lib/money/typedAmount";

const BPS_PER_PERCENT = 100;
/** A percent has two decimals: hundredths of it are the smallest step there is. */
const DECIMALS = 2;
/** More than a hundredfold is a rebate on a game with hardly any edge: the figure would say nothing. */
const BEYOND_MEASURE_BPS = 100 * WHOLE_BPS;

/** Hundredths of a percent as people read them: 3050 → "30.5 %". */
export function percentText(bps: number): string {
  return bps > BEYOND_MEASURE_BPS ? "∞" : `${bps / BPS_PER_PERCENT} %`;
}

/** The same without the sign, for a field. */
export function typedPercent(bps: number): string {
  return (bps / BPS_PER_PERCENT).toString();
}

/** Typed text as hundredths of a percent; null unless it is a share from nothing to the whole. */
export function readPercent(text: string): number | null {
  const typed = readTypedAmount(text, DECIMALS);
  if (typed.kind !== "amount" || typed.minor > BigInt(WHOLE_BPS)) return null;
  return Number(typed.minor);
}
