import file from "#test/vectors/fairness.json" with { type: "json" };

/** A published outcome of a pair of seeds; `expected` has the form of its game. */
export type Vector = {
  readonly game: string;
  readonly serverSeed: string;
  readonly clientSeed: string;
  readonly nonce: number;
  readonly expected: unknown;
};

/** The published vectors of one game. A game without vectors is a spelling mistake. */
export function vectorsOf(game: string): Vector[] {
  const vectors: readonly Vector[] = file.vectors;
  const found = vectors.filter((vector) => vector.game === game);
  if (found.length === 0) throw new Error(`no vectors of ${game}`);
  return found;
}
