/**
 * A number of seconds that was changed and takes effect later, as OpenZeppelin's `Time.Delay` keeps one: raising a delay
 * holds soon, lowering it only after what it was lowered by.
 */
export type DelayedValue = {
  /** Holds from `from` on. */
  readonly value: number;
  /** Holds until then. */
  readonly prior: number;
  /** Unix seconds. */
  readonly from: number;
};

/** What somebody said at `time` shall hold from `from` on. Unix seconds. */
export type DelayChange = { readonly value: number; readonly from: number; readonly time: number };

/** A change as events tell it: a delay, and since when it holds. @param blockTime when it was said */
export function delayChange(
  { delay, since }: { readonly delay: number; readonly since: number },
  blockTime: bigint,
): DelayChange {
  return { value: delay, from: since, time: Number(blockTime) };
}

/** A value that holds already. */
export function settledValue(value: number): DelayedValue {
  return { value, prior: value, from: 0 };
}

/** What holds at a time, in unix seconds. */
export function valueAt({ value, prior, from }: DelayedValue, time: number): number {
  return time >= from ? value : prior;
}

/** After a change at `time` that takes effect at `from`: until then what held before goes on. */
export function changedValue(before: DelayedValue, change: DelayChange): DelayedValue {
  return { value: change.value, prior: valueAt(before, change.time), from: change.from };
}

/**
 * As `changedValue`, where what held before is not known and no setback was asked for: a change waits for as long as the
 * delay was shortened by, and so tells how long it was.
 */
export function firstSeenChange(change: DelayChange): DelayedValue {
  const shortenedBy = Math.max(0, change.from - change.time);
  return { value: change.value, prior: change.value + shortenedBy, from: change.from };
}
