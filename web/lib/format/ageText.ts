const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** So late may the present be that a distance is taken from: what has just happened seems to be ahead by as much. */
export const LATE_MS = 10_000;

/** A distance in time in words, in the largest unit that fits: −7_200_000 → "2 hours ago". Rounded towards now. */
export function ageText(distanceMs: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const shownMs = distanceMs > 0 && distanceMs <= LATE_MS ? 0 : distanceMs;
  const [unit, unitMs] = UNITS.find(([, ms]) => Math.abs(shownMs) >= ms) ?? ["second", 1_000];
  return words.format(Math.trunc(shownMs / unitMs), unit);
}
