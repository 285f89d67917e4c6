/** Those above and below the member. */
const SHADES = ["bg-ink-faint", "bg-ink-faint/70", "bg-ink-faint/50", "bg-ink-faint/35"] as const;

type Shaded = { readonly index: number; readonly isMember: boolean; readonly isOver: boolean };

/** The colour of one part of a path, in the bar and beside its name: the member's own has the accent, or says what is wrong. */
export function pathShade({ index, isMember, isOver }: Shaded): string | undefined {
  if (!isMember) return SHADES[index % SHADES.length];
  return isOver ? "bg-negative" : "bg-accent";
}
