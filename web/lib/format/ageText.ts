const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** A distance in time in words, in the largest unit that fits: −7_200_000 → "2 hours ago". Rounded towards now. */
export function ageText(distanceMs: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const [unit, unitMs] = UNITS.find(([, ms]) => Math.abs(distanceMs) >= ms) ?? ["second", 1_000];
  return words.format(Math.trunc(distanceMs / unitMs), unit);
}
