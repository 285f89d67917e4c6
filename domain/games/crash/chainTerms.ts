import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** How a chain's terms become what is anchored: by its root alone (1), or all of them (2). */
const CHAIN_TERMS_VERSIONS = [1, 2] as const;
export type ChainTermsVersion = (typeof CHAIN_TERMS_VERSIONS)[number];

/** What a chain of crash games is played under, for as long as it lasts. */
export type ChainTerms = {
  readonly version: ChainTermsVersion;
  readonly currency: string;
  /** How many games it has. */
  readonly games: number;
  /** In hundredths of a percent. */
  readonly edgeBps: number;
  /** SHA-256 of the first game's hash, 64 lower-case hex digits. */
  readonly root: string;
};

/**
 * What is anchored before a chain is played: 64 lower-case hex digits, the bytes32 in the registry and a leaf of the epochs.
 *
 * Version 2 is SHA-256 of the text `fairhouse crash chain 2:<currency>:<games>:<edgeBps>:<root>`; no part can hold a colon
 * but the last, which is hex. Version 1 is the root itself, and says nothing of the edge.
 */
export function chainCommitment({ version, currency, games, edgeBps, root }: ChainTerms): string {
  if (version === 1) return root;
  return bytesToHex(sha256(utf8ToBytes(`fairhouse crash chain 2:${currency}:${games}:${edgeBps}:${root}`)));
}

/** Whether what was anchored fixes the edge, too. */
export function commitsToEdge(version: ChainTermsVersion): boolean {
  return version >= 2;
}
