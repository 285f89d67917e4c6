/** How a multiplier looks wherever a game shows its prizes: the more it pays, the more of the accent it gets. */
export function prizeLook(multiplierHundredths: number): string {
  if (multiplierHundredths >= 1_000) return "bg-accent text-on-accent";
  if (multiplierHundredths >= 200) return "bg-accent-soft text-accent";
  if (multiplierHundredths > 100) return "bg-raised text-ink";
  return "bg-raised text-ink-faint";
}

/** A multiplier for the narrow places of a playing field: 560 → "5.6", 100000 → "1k". */
export function prizeText(multiplierHundredths: number): string {
  const multiplier = multiplierHundredths / 100;
  return multiplier >= 1_000 ? `${multiplier / 1_000}k` : String(multiplier);
}
