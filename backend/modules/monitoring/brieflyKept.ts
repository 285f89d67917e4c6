import type { Clock } from "#backend/adapters/clock.ts";

export interface BrieflyKeptOptions<Answer> {
  readonly clock: Clock;
  /** An answer this old is read anew. */
  readonly maxAgeMs: number;
  readonly read: (tenantId: number) => Promise<Answer>;
}

/** Reads once per house and period, however many ask meanwhile; a reading that failed is not kept. */
export function brieflyKept<Answer>({
  clock,
  maxAgeMs,
  read,
}: BrieflyKeptOptions<Answer>): (tenantId: number) => Promise<Answer> {
  const known = new Map<number, { readonly readAt: number; readonly answer: Promise<Answer> }>();
  return (tenantId) => {
    const now = clock.now();
    const latest = known.get(tenantId);
    const ageMs = latest === undefined ? maxAgeMs : now - latest.readAt;
    // Below zero the clock was set back, and nobody knows how old it is.
    if (latest !== undefined && ageMs >= 0 && ageMs < maxAgeMs) return latest.answer;
    const reading = { readAt: now, answer: read(tenantId) };
    known.set(tenantId, reading);
    reading.answer.catch(() => {
      if (known.get(tenantId) === reading) known.delete(tenantId);
    });
    return reading.answer;
  };
}
