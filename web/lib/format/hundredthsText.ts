/** 2807 → "28.07". */
export function hundredthsText(hundredths: number): string {
  const digits = hundredths.toFixed(0).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
