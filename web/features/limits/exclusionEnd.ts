import { ExclusionInvalid, extendExclusion } from "#domain/limits/selfExclusion.ts";

const DAY_MS = 86_400_000;

/** How long a player may shut themselves out with one press, in days; any other end is chosen by date. */
export const EXCLUSION_DAYS = ["1", "7", "30", "182", "365", "1825"] as const;
export type ExclusionChoice = (typeof EXCLUSION_DAYS)[number] | "date";

/** The end that is chosen, or why there is none yet. */
export type ExclusionEnd =
  | { readonly kind: "end"; readonly untilMs: number }
  | { readonly kind: "noDate" }
  | { readonly kind: "invalid"; readonly reason: "past" | "tooFar" | "shorter" };

export type ExclusionWish = {
  readonly choice: ExclusionChoice;
  /** As a date field has it, e.g. "2027-01-31"; counted to the end of that day where the reader is. */
  readonly date: string;
  /** Until when the player is excluded already; null when they are not. */
  readonly currentMs: number | null;
  readonly nowMs: number;
};

/** When a self-exclusion would end, by the rule that the house applies. */
export function exclusionEnd({ choice, date, currentMs, nowMs }: ExclusionWish): ExclusionEnd {
  const untilMs = choice === "date" ? endOfDay(date) : nowMs + Number(choice) * DAY_MS;
  if (Number.isNaN(untilMs)) return { kind: "noDate" };
  try {
    return { kind: "end", untilMs: extendExclusion(currentMs, untilMs, nowMs) };
  } catch (error) {
    if (!(error instanceof ExclusionInvalid)) throw error;
    if (untilMs <= nowMs) return { kind: "invalid", reason: "past" };
    const isShorter = currentMs !== null && untilMs < currentMs;
    return { kind: "invalid", reason: isShorter ? "shorter" : "tooFar" };
  }
}

/** Without a zone the text is read as the reader's own time. */
function endOfDay(date: string): number {
  return date === "" ? Number.NaN : Date.parse(`${date}T23:59:59`);
}
