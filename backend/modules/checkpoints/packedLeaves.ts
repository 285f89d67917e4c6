import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { type LiabilityLeaf, packLeaves, unpackLeaves } from "#domain/ledger/liabilitiesTreeLeaf.ts";

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Leaves in the form in which they are stored: packed, then compressed. */
export async function compressLeaves(leaves: readonly LiabilityLeaf[]): Promise<Buffer> {
  return compress(packLeaves(leaves));
}

export async function expandLeaves(compressed: Uint8Array): Promise<LiabilityLeaf[]> {
  return unpackLeaves(await expand(compressed));
}
