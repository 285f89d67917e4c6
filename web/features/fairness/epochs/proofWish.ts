import { commitmentHex, timestamp } from "#domain/api/primitives.ts";

/** What is to be proven: that a hash was in an epoch. */
export type ProofWish = {
  /** 64 hex digits; empty before there is any. */
  readonly commitment: string;
  /** The id of an epoch; null for whichever has it. */
  readonly epochId: string | null;
  /** When it mattered, e.g. the time of a bet: the epoch before that says most. */
  readonly at: string | null;
};

/** Fills the wish from an address's query, for a link that leads from a bet to what it was committed to. */
export function proofWishFrom(query: Readonly<Record<string, string | string[] | undefined>>): ProofWish {
  return {
    commitment: readCommitment(query.commitment) ?? "",
    epochId: null,
    at: timestamp.safeParse(query.at).data ?? null,
  };
}

/** A typed or pasted hash, with or without 0x, in any letter case; null when it is none. */
export function readCommitment(text: unknown): string | null {
  if (typeof text !== "string") return null;
  return commitmentHex.safeParse(text.trim().toLowerCase().replace(/^0x/, "")).data ?? null;
}
