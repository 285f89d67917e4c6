import type { Hex } from "#domain/chain/hex.ts";

/** Batches that somebody has asked to see pushed on: they neither rest after a refusal nor wait their turn. */
export type Hurried = ReadonlySet<Hex>;

export const NOBODY_HURRIED: Hurried = new Set();
