/** How many messages may be sent. */
export interface MessageLimits {
  readonly perSecond: number;
  readonly burst: number;
}

export interface MessageBudget {
  /** 0 when the message may pass, else the milliseconds until one may. */
  take(nowMs: number): number;
}

/** A bucket that holds `burst` messages and is refilled at `perSecond`. */
export function createMessageBudget({ perSecond, burst }: MessageLimits, startMs: number): MessageBudget {
  let left = burst;
  let refilledAt = startMs;
  return {
    take(nowMs) {
      left = Math.min(burst, left + ((nowMs - refilledAt) / 1_000) * perSecond);
      refilledAt = nowMs;
      if (left < 1) return Math.ceil(((1 - left) / perSecond) * 1_000);
      left -= 1;
      return 0;
    },
  };
}

/** A message passes only when it passes both; what the first refuses costs the second nothing. */
export function bothBudgets(first: MessageBudget, second: MessageBudget): MessageBudget {
  return { take: (nowMs) => first.take(nowMs) || second.take(nowMs) };
}
