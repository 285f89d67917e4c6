import type { Hex } from "viem";
import type { Artifact } from "#scripts/deploy/artifacts.ts";

/**
 * How code on chain compares with our build: the same to the last byte; the same instructions but other metadata (the
 * hash of sources, which a changed comment changes); or other code.
 */
export type CodeMatch = "identical" | "identical-but-metadata" | "different";

type Built = Pick<Artifact, "deployedBytecode" | "immutables">;

const METADATA_LENGTH_BYTES = 2;

/** Compares code on chain with a build, leaving out what the constructor wrote into it. */
export function matchCode(onChain: Hex | undefined, built: Built): CodeMatch {
  if (onChain === undefined) return "different";
  const expected = bytesOf(built.deployedBytecode);
  const actual = bytesOf(onChain);
  // Metadata holds a hash, so its length is fixed: the same instructions come in the same number of bytes.
  if (actual.length !== expected.length) return "different";
  for (const { start, length } of built.immutables) actual.fill(0, start, start + length);
  if (expected.equals(actual)) return "identical";
  return withoutMetadata(expected).equals(withoutMetadata(actual)) ? "identical-but-metadata" : "different";
}

/** The compiler appends its metadata and then their length in two bytes. */
function withoutMetadata(code: Buffer): Buffer {
  if (code.length < METADATA_LENGTH_BYTES) return code;
  const length = code.readUInt16BE(code.length - METADATA_LENGTH_BYTES);
  return code.subarray(0, Math.max(0, code.length - METADATA_LENGTH_BYTES - length));
}

function bytesOf(hex: Hex): Buffer {
  return Buffer.from(hex.slice(2), "hex");
}
