import type { SeedsResponse } from "#domain/api/fairness.ts";

/** What is to be proven: a hash that is typed, one of the player's seeds, or the rules of a game. */
export type ProofSubject =
  | { readonly kind: "typed"; readonly text: string }
  | { readonly kind: "activeSeed" | "nextSeed" }
  | { readonly kind: "rules"; readonly game: string };

/** What the house has said so far; undefined where it has not. */
type Known = {
  readonly seeds: SeedsResponse | undefined;
  /** Of the rules that are asked for now; null for a game without any. */
  readonly rulesHash: string | null | undefined;
};

/** The hash that a subject stands for, as it is known now; empty until it is. */
export function subjectHash(subject: ProofSubject, { seeds, rulesHash }: Known): string {
  switch (subject.kind) {
    case "typed":
      return subject.text;
    case "activeSeed":
      return seeds?.active.commitment ?? "";
    case "nextSeed":
      return seeds?.next.commitment ?? "";
    case "rules":
      return rulesHash ?? "";
  }
}
