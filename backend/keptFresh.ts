import type { Clock } from "#backend/adapters/clock.ts";

export interface KeptFreshOptions<Answer> {
  readonly clock: Clock;
  /** No answer is this old. */
  readonly maxAgeMs: number;
  /** From this age on the next reading is under way, so that hardly anyone waits for one. */
  readonly refreshAgeMs: number;
  readonly read: (tenantId: number) => Promise<Answer>;
}

/** What is asked of each house all the time, read a few times a second at most, however many ask. */
export function keptFresh<Answer>({
  clock,
  maxAgeMs,
  refreshAgeMs,
  read,
}: KeptFreshOptions<Answer>): (tenantId: number) => Promise<Answer> {
  const known = new Map<number, { readonly readAt: number; readonly answer: Answer }>();
  const underWay = new Map<number, Promise<Answer>>();

  function refresh(tenantId: number): Promise<Answer> {
    const running = underWay.get(tenantId);
    if (running !== undefined) return running;
    // As old as its beginning: what changes while it is under way may not be in it.
    const readAt = clock.now();
    const reading = read(tenantId)
      .then((answer) => {
        known.set(tenantId, { readAt, answer });
        return answer;
      })
      .finally(() => underWay.delete(tenantId));
    underWay.set(tenantId, reading);
    return reading;
  }

  return async (tenantId) => {
    const latest = known.get(tenantId);
    const ageMs = latest === undefined ? maxAgeMs : clock.now() - latest.readAt;
    // Below zero the clock was set back, and nobody knows how old it is.
    if (latest === undefined || ageMs < 0 || ageMs >= maxAgeMs) return refresh(tenantId);
    // Should it fail, the caller who finds the answer too old learns why.
    if (ageMs >= refreshAgeMs) refresh(tenantId).catch(() => undefined);
    return latest.answer;
  };
}
