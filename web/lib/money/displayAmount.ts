import { formatMajor } from "#domain/money/amount.ts";

const FEWEST_DECIMALS = 2;
/** In the place of an amount whose currency is not known yet: its minor units would look like coins. */
const UNKNOWN = "–";

/** An amount taken apart for display: what counts, and the zeros that only keep columns straight. */
export type DisplayAmount = { readonly figures: string; readonly padding: string };

/**
 * Exact, with thousands separators: 1234_050000000n (9 decimals) → "1,234.05" and "0000000".
 *
 * @param decimals null while the house has not said what the currency is made of
 */
export function displayAmount(minor: bigint, decimals: number | null): DisplayAmount {
  if (decimals === null) return { figures: UNKNOWN, padding: "" };
  const [whole = "0", fraction = ""] = formatMajor(minor, decimals).split(".");
  const shown = fraction.padEnd(Math.min(FEWEST_DECIMALS, decimals), "0");
  const figures = shown === "" ? groupThousands(whole) : `${groupThousands(whole)}.${shown}`;
  return { figures, padding: "0".repeat(decimals - shown.length) };
}

/** The amount as one text. */
export function readableAmount(minor: bigint, decimals: number | null): string {
  return displayAmount(minor, decimals).figures;
}

function groupThousands(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ",");
}
