import { FairhouseError } from "#domain/errors.ts";

const YEAR_MS = 366 * 24 * 60 * 60 * 1_000;
/** Longer than this is a matter for support, who close the account. */
const MAX_EXCLUSION_MS = 10 * YEAR_MS;

/**
 * Until when a player is excluded who asks for it: never earlier than before.
 *
 * @param currentMs null: not excluded
 * @throws ExclusionInvalid
 */
export function extendExclusion(currentMs: number | null, wantedMs: number, nowMs: number): number {
  if (wantedMs <= nowMs) throw new ExclusionInvalid("it must end in the future");
  if (wantedMs > nowMs + MAX_EXCLUSION_MS) throw new ExclusionInvalid("it can last ten years at most");
  if (currentMs !== null && wantedMs < currentMs) {
    throw new ExclusionInvalid(
      `it stands until ${new Date(currentMs).toISOString()} and can only be made longer`,
    );
  }
  return wantedMs;
}

/** The player cannot be excluded until then. */
export class ExclusionInvalid extends FairhouseError {
  readonly code = "EXCLUSION_INVALID";

  constructor(reason: string) {
    super(`A self-exclusion cannot end then: ${reason}.`);
  }
}
