import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { type Bytes32Hex, bytesFromHex, type EvmAddress, hexFromBytes } from "#domain/chain/hex.ts";
import { MAX_ENTRY_QUANTA } from "#domain/chain/payoutEntries.ts";
import { FairhouseError } from "#domain/errors.ts";

/**
 * What the house owes to one account in one token: the balance that is free, or the part that waits in one
 * payout batch. Addresses and hashes in lower case.
 */
export type LiabilityLeaf = {
  readonly account: EvmAddress;
  /** In quanta, which are minor units; 1 … `MAX_LEAF_QUANTA`. */
  readonly quanta: bigint;
  /** The batch that the amount waits in; `FREE_BALANCE` when it waits in none. */
  readonly batchId: Bytes32Hex;
};

/** Stands for "in no batch". */
export const FREE_BALANCE: Bytes32Hex = `0x${"0".repeat(64)}`;

/** The largest amount of one leaf: 12 bytes, as in a payout entry. */
export const MAX_LEAF_QUANTA = MAX_ENTRY_QUANTA;

/** A leaf in its packed form: the account, the quanta, the batch id. */
const LEAF_BYTES = 64;

const ADDRESS_BYTES = 20;
const QUANTA_BYTES = 12;
const WORD_BYTES = 32;
const LOWER_HEX_ADDRESS = /^0x[0-9a-f]{40}$/;
const LOWER_HEX_HASH = /^0x[0-9a-f]{64}$/;

/**
 * Orders leaves as the tree does: by account, then by batch id, both as lower-case hex.
 *
 * @returns below, above or equal to zero; zero means that both are about the same money
 */
export function compareLeaves(a: LiabilityLeaf, b: LiabilityLeaf): number {
  if (a.account !== b.account) return a.account < b.account ? -1 : 1;
  if (a.batchId === b.batchId) return 0;
  return a.batchId < b.batchId ? -1 : 1;
}

/**
 * Packs leaves, in the order given, 64 bytes each: account (20), quanta (12), batch id (32).
 *
 * @throws LeafInvalid on an amount outside 1 … `MAX_LEAF_QUANTA` or on text that is not lower-case hex
 */
export function packLeaves(leaves: readonly LiabilityLeaf[]): Uint8Array {
  const packed = new Uint8Array(leaves.length * LEAF_BYTES);
  for (const [index, leaf] of leaves.entries()) {
    requireLeaf(leaf);
    const quantaHex = leaf.quanta.toString(16).padStart(2 * QUANTA_BYTES, "0");
    packed.set(hexToBytes(leaf.account.slice(2) + quantaHex + leaf.batchId.slice(2)), index * LEAF_BYTES);
  }
  return packed;
}

/**
 * Reads packed leaves back.
 *
 * @throws LeavesLengthInvalid unless the bytes are whole leaves
 * @throws LeafInvalid on an amount of zero
 */
export function unpackLeaves(packed: Uint8Array): LiabilityLeaf[] {
  if (packed.length % LEAF_BYTES !== 0) throw new LeavesLengthInvalid(packed.length);
  return Array.from({ length: packed.length / LEAF_BYTES }, (_, index) => {
    const hex = bytesToHex(packed.subarray(index * LEAF_BYTES, (index + 1) * LEAF_BYTES));
    const leaf: LiabilityLeaf = {
      account: `0x${hex.slice(0, 2 * ADDRESS_BYTES)}`,
      quanta: BigInt(`0x${hex.slice(2 * ADDRESS_BYTES, 2 * WORD_BYTES)}`),
      batchId: `0x${hex.slice(2 * WORD_BYTES)}`,
    };
    requireLeaf(leaf);
    return leaf;
  });
}

/**
 * The hash of a leaf, by which the vault remembers that it was paid out.
 *
 * @throws LeafInvalid, HexInvalid
 */
export function hashLeaf(token: EvmAddress, leaf: LiabilityLeaf): Bytes32Hex {
  return hexFromBytes(leafHasher(token)(leaf));
}

/** Hashes leaves of one token. The working memory is shared: this is the inner loop of every tree. */
export function leafHasher(token: EvmAddress): (leaf: LiabilityLeaf) => Uint8Array {
  const encoded = new Uint8Array(4 * WORD_BYTES);
  encoded.set(bytesFromHex(token, ADDRESS_BYTES), 2 * WORD_BYTES - ADDRESS_BYTES);
  return (leaf) => {
    requireLeaf(leaf);
    encoded.set(hexToBytes(leaf.account.slice(2)), WORD_BYTES - ADDRESS_BYTES);
    const quantaHex = leaf.quanta.toString(16).padStart(2 * QUANTA_BYTES, "0");
    encoded.set(hexToBytes(quantaHex), 3 * WORD_BYTES - QUANTA_BYTES);
    encoded.set(hexToBytes(leaf.batchId.slice(2)), 3 * WORD_BYTES);
    // Hashed twice, so that no leaf can be passed off as an inner node, nor the other way round.
    return keccak_256(keccak_256(encoded));
  };
}

function requireLeaf(leaf: LiabilityLeaf): void {
  const { account, quanta, batchId } = leaf;
  if (!LOWER_HEX_ADDRESS.test(account))
    throw new LeafInvalid(leaf, "its account must be a lower-case address");
  if (!LOWER_HEX_HASH.test(batchId)) throw new LeafInvalid(leaf, "its batch id must be 32 lower-case bytes");
  if (quanta < 1n || quanta > MAX_LEAF_QUANTA) {
    throw new LeafInvalid(leaf, `its quanta must be 1 to ${MAX_LEAF_QUANTA}`);
  }
}

/** A leaf that says nothing, or more than a leaf can say. */
export class LeafInvalid extends FairhouseError {
  readonly code = "LEAF_INVALID";
  readonly leaf: LiabilityLeaf;

  constructor(leaf: LiabilityLeaf, fault: string) {
    const { account, quanta, batchId } = leaf;
    super(
      `The leaf of ${account.slice(0, 80)}, ${quanta} quanta, batch ${batchId.slice(0, 80)} is wrong: ${fault}.`,
    );
    this.leaf = leaf;
  }
}

/** The packed bytes do not consist of whole leaves. */
export class LeavesLengthInvalid extends FairhouseError {
  readonly code = "LEAVES_LENGTH_INVALID";
  readonly bytes: number;

  constructor(bytes: number) {
    super(`Packed leaves are ${LEAF_BYTES} bytes each; ${bytes} bytes were cut or extended.`);
    this.bytes = bytes;
  }
}
