import { MAX_REPLAY_BLOCKS } from "#domain/api/indexerJobs.ts";

/** What was typed as a range of blocks, and what is recorded. */
export type ReplayInput = {
  readonly from: string;
  readonly to: string;
  readonly deployBlock: bigint;
  /** Null before the first block. */
  readonly indexedBlock: bigint | null;
};

/** What is wrong with it, for the field that it is about; null when nothing is. */
export type ReplayFaults = {
  readonly from: "number" | "tooEarly" | null;
  readonly to: "number" | "tooLate" | "reversed" | "tooLong" | null;
};

const BLOCK = /^(0|[1-9][0-9]{0,17})$/;

/** Judged here as the API does, so that a fault shows beside its field at once. */
export function replayFaults({ from, to, deployBlock, indexedBlock }: ReplayInput): ReplayFaults {
  const isFromRead = BLOCK.test(from);
  const isToRead = BLOCK.test(to);
  return {
    from: !isFromRead ? "number" : BigInt(from) < deployBlock ? "tooEarly" : null,
    to: isToRead ? faultOfEnd(isFromRead ? BigInt(from) : null, BigInt(to), indexedBlock) : "number",
  };
}

function faultOfEnd(from: bigint | null, to: bigint, indexedBlock: bigint | null): ReplayFaults["to"] {
  if (from !== null && to < from) return "reversed";
  if (indexedBlock === null || to > indexedBlock) return "tooLate";
  return from !== null && to - from >= MAX_REPLAY_BLOCKS ? "tooLong" : null;
}
