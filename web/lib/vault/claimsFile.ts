import { balanceProof } from "#domain/api/checkpoints.ts";
import { balanceProofOf, LeavesFileInvalid, readLeavesFile } from "#domain/api/leavesFile.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { buildLiabilitiesTree, type LiabilitiesTree } from "#domain/ledger/liabilitiesTree.ts";
import { type BalanceClaims, type ClaimedTree, claimedTree, claimsOfProof } from "@/lib/vault/balanceClaims";
import { agreesWithItself } from "@/lib/vault/judgeClaims";

/** A tree of a million leaves, written out, stays below this. */
export const MAX_FILE_BYTES = 200_000_000;

/** A file that lets an account leave: its own proof, or the leaves of everybody, from which any proof follows. */
export type ClaimsFile =
  | { readonly kind: "proof"; readonly tree: ClaimedTree; readonly claims: BalanceClaims }
  | {
      readonly kind: "leaves";
      readonly tree: ClaimedTree;
      readonly leafCount: number;
      claimsOf(account: Hex): BalanceClaims;
    };

/**
 * Reads a proof file or a leaves file.
 *
 * @throws ClaimsFileUnreadable when it is neither, or was cut
 * @throws ProofFileChanged when its amounts do not lead to the root that it names
 * @throws LeavesFileChanged when its leaves do not make the root that it names
 */
export function readClaimsFile(text: string): ClaimsFile {
  return isLeavesFile(text) ? readLeaves(text) : readProof(text);
}

/** A leaves file says what it is in its first line; the lines after it make it no JSON document. */
function isLeavesFile(text: string): boolean {
  const [firstLine = ""] = text.split("\n", 1);
  return firstLine.includes('"fairhouse-leaves"');
}

function readProof(text: string): ClaimsFile {
  const parsed = balanceProof.safeParse(parseJson(text));
  if (!parsed.success) throw new ClaimsFileUnreadable({ cause: parsed.error });
  const claims = claimsOfProof(parsed.data);
  if (!agreesWithItself(claims)) throw new ProofFileChanged();
  return { kind: "proof", tree: claims.tree, claims };
}

function readLeaves(text: string): ClaimsFile {
  try {
    const { place, leaves } = readLeavesFile(text);
    const named = claimedTree(place);
    const tree = buildLiabilitiesTree(named.token, leaves);
    requireSameRoot(named, tree);
    return {
      kind: "leaves",
      tree: named,
      leafCount: leaves.length,
      claimsOf: (account) => claimsOfProof(balanceProofOf(place, tree, account)),
    };
  } catch (error) {
    if (error instanceof LeavesFileInvalid) throw new ClaimsFileUnreadable({ cause: error });
    if (error instanceof FairhouseError) throw new LeavesFileChanged({ cause: error });
    throw error;
  }
}

function requireSameRoot(named: ClaimedTree, built: LiabilitiesTree): void {
  if (built.root !== named.root || built.total !== named.total) throw new LeavesFileChanged();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ClaimsFileUnreadable({ cause });
  }
}

/** The file is neither a proof nor a list of leaves, or a part of it is missing. */
export class ClaimsFileUnreadable extends FairhouseError {
  readonly code = "CLAIMS_FILE_UNREADABLE";

  constructor(options?: ErrorOptions) {
    super("This is no proof file and no leaves file, or a part of it is missing.", options);
  }
}

/** Somebody changed an amount, a step of its proof, or the root. */
export class ProofFileChanged extends FairhouseError {
  readonly code = "PROOF_FILE_CHANGED";

  constructor() {
    super("This proof file was changed: its amounts do not lead to the root that it names.");
  }
}

/** Somebody changed a leaf, or the root. */
export class LeavesFileChanged extends FairhouseError {
  readonly code = "LEAVES_FILE_CHANGED";

  constructor(options?: ErrorOptions) {
    super("This leaves file was changed: its leaves do not make the root that it names.", options);
  }
}
