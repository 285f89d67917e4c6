import { randomBytes } from "node:crypto";

/** Randomness as an argument, so that tests can fix it. */
export interface Entropy {
  /** That many bytes nobody can predict. */
  bytes(count: number): Buffer;
}

export const systemEntropy: Entropy = { bytes: (count) => randomBytes(count) };
