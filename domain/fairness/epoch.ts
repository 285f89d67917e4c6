import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { rootOfPath, treePath } from "#domain/fairness/epochTree.ts";

/**
 * What an epoch of fairness commits to, in the order of its root: commitments of live server seeds, hashes of game
 * configurations, and commitments of crash chains that are played (`chainCommitment`: of those of before, their roots).
 */
export const EPOCH_SECTIONS = ["seeds", "games", "chains"] as const;
export type EpochSection = (typeof EPOCH_SECTIONS)[number];

/** A root per section; 64 lower-case hex digits each. */
export type SectionRoots = Readonly<Record<EpochSection, string>>;

/** The registry's kind for epochs: keccak256 of `fairness-epoch`, as 0x and 64 hex digits. */
export const EPOCH_KIND: `0x${string}` = `0x${bytesToHex(keccak_256(utf8ToBytes("fairness-epoch")))}`;

const EPOCH_PREFIX = Uint8Array.of(2);
const DIGITS = /^[0-9a-f]{64}$/;

/**
 * What is anchored on-chain: SHA-256(0x02 ‖ seeds ‖ games ‖ chains), as 0x and 64 hex digits.
 */
export function epochRoot(roots: SectionRoots): `0x${string}` {
  const parts = EPOCH_SECTIONS.map((section) => hexToBytes(roots[section]));
  return `0x${bytesToHex(sha256(concatBytes(EPOCH_PREFIX, ...parts)))}`;
}

/** Why a hash is in an epoch. All hashes are 64 lower-case hex digits. */
export type InclusionProof = {
  /** The commitment, configuration or chain in question. */
  readonly hash: string;
  readonly section: EpochSection;
  /** Its place in the section, from 0, and how many there are. */
  readonly index: number;
  readonly size: number;
  /** Neighbours on the way from the leaf to the section's root, nearest first. */
  readonly path: readonly string[];
  /** The roots of all sections; that of the proof's own is recomputed. */
  readonly roots: SectionRoots;
};

/**
 * Whether the hash is in the epoch with that root, which is to be read from the registry, not from whoever made the proof.
 * Whatever is not well-formed proves nothing.
 *
 * @param root as it was anchored, 0x and 64 hex digits
 */
export function isIncluded(root: string, proof: InclusionProof): boolean {
  const { hash, section, index, size, path, roots } = proof;
  const isWhole = Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;
  const texts = [hash, ...path, ...EPOCH_SECTIONS.map((each) => roots[each])];
  if (!isWhole || !texts.every((text) => DIGITS.test(text))) return false;

  const steps = treePath(index, size);
  if (steps.length !== path.length) return false;
  const neighbours = path.map((text, step) => ({
    hash: hexToBytes(text),
    isLeft: steps[step]?.isLeft ?? false,
  }));
  const own = bytesToHex(rootOfPath(hexToBytes(hash), neighbours));
  return own === roots[section] && epochRoot(roots) === root;
}
