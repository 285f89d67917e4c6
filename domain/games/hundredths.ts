const HUNDREDTHS = 100;

/** Writes whole hundredths with their two decimals: 5050 → "50.50". */
export function formatHundredths(hundredths: number): string {
  const fraction = String(hundredths % HUNDREDTHS).padStart(2, "0");
  return `${Math.floor(hundredths / HUNDREDTHS)}.${fraction}`;
}
