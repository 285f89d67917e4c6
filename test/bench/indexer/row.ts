/** One line of the result: a figure of each contender, and what it should be. */
export interface Row {
  readonly bench: string;
  readonly unit: "events/s" | "ms" | "MB";
  readonly house: number;
  /** Undefined where the peer was not measured. */
  readonly ponder: number | undefined;
  /** Undefined where nothing was promised. */
  readonly target: Target | undefined;
}

export interface Target {
  /** The least of a rate, the most of a time. */
  readonly value: number;
  /** How many times as good as the peer it must be. */
  readonly timesPonder?: number;
}

/** How many times as good the house is, whether more is better or less. */
export function ratioOf({ unit, house, ponder }: Row): number | undefined {
  if (ponder === undefined) return undefined;
  return unit === "events/s" ? house / ponder : ponder / house;
}

/** Whether the target was met; undefined where there is none. A peer that was left out is not counted. */
export function isMet(row: Row): boolean | undefined {
  const { unit, house, target } = row;
  if (target === undefined) return undefined;
  const isGoodAlone = unit === "events/s" ? house >= target.value : house <= target.value;
  const ratio = ratioOf(row);
  return isGoodAlone && (ratio === undefined || ratio >= (target.timesPonder ?? 0));
}
