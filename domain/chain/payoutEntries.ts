import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Bytes32Hex, bytesFromHex, type EvmAddress, type Hex, hexFromBytes } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";

/** The most entries that the vault takes in one batch. */
export const MAX_BATCH_ENTRIES = 500;

/** The largest amount of one entry: 12 bytes. */
export const MAX_ENTRY_QUANTA = 2n ** 96n - 1n;

const ENTRY_BYTES = 32;
const ADDRESS_BYTES = 20;
const QUANTA_BYTES = ENTRY_BYTES - ADDRESS_BYTES;
const ZERO_ADDRESS = /^0x0{40}$/;

/** One payment of a batch; `quanta` is above zero (for the native coin: minor units, gwei). */
export type PayoutEntry = { readonly account: EvmAddress; readonly quanta: bigint };

/** Entries in the form that the vault takes, with what the signed batch says about them. */
export type PackedEntries = {
  readonly entries: Hex;
  readonly entriesHash: Bytes32Hex;
  readonly total: bigint;
  readonly count: number;
};

/**
 * Packs payments as the vault reads them: 32 bytes each, the account (20) before the quanta (12).
 *
 * @throws EntryCountInvalid unless there are 1 … `MAX_BATCH_ENTRIES` payments
 * @throws EntryInvalid on the zero address, or an amount outside 1 … `MAX_ENTRY_QUANTA`
 * @throws HexInvalid on an account that is not an address
 */
export function packEntries(payments: readonly PayoutEntry[]): PackedEntries {
  requireCount(payments.length);
  const packed = new Uint8Array(payments.length * ENTRY_BYTES);
  let total = 0n;
  for (const [index, payment] of payments.entries()) {
    requirePayable(payment, index);
    packed.set(bytesFromHex(payment.account, ADDRESS_BYTES), index * ENTRY_BYTES);
    const quantaHex: Hex = `0x${payment.quanta.toString(16).padStart(2 * QUANTA_BYTES, "0")}`;
    packed.set(bytesFromHex(quantaHex, QUANTA_BYTES), index * ENTRY_BYTES + ADDRESS_BYTES);
    total += payment.quanta;
  }
  const entriesHash = hexFromBytes(keccak_256(packed));
  return { entries: hexFromBytes(packed), entriesHash, total, count: payments.length };
}

/**
 * Reads packed entries back, with accounts in lower case.
 *
 * @throws EntriesLengthInvalid unless the text holds whole entries
 * @throws EntryCountInvalid, EntryInvalid, HexInvalid as `packEntries`
 */
export function unpackEntries(entries: Hex): PayoutEntry[] {
  const packed = bytesFromHex(entries);
  if (packed.length % ENTRY_BYTES !== 0) throw new EntriesLengthInvalid(packed.length);
  const count = packed.length / ENTRY_BYTES;
  requireCount(count);
  return Array.from({ length: count }, (_, index) => {
    const entry = packed.subarray(index * ENTRY_BYTES, (index + 1) * ENTRY_BYTES);
    const account = hexFromBytes(entry.subarray(0, ADDRESS_BYTES));
    const payment = { account, quanta: BigInt(hexFromBytes(entry.subarray(ADDRESS_BYTES))) };
    requirePayable(payment, index);
    return payment;
  });
}

function requireCount(count: number): void {
  if (count < 1 || count > MAX_BATCH_ENTRIES) throw new EntryCountInvalid(count);
}

function requirePayable({ account, quanta }: PayoutEntry, index: number): void {
  if (ZERO_ADDRESS.test(account))
    throw new EntryInvalid(index, "pays the zero address, where it would be lost");
  if (quanta < 1n || quanta > MAX_ENTRY_QUANTA) throw new EntryInvalid(index, `pays ${quanta} quanta`);
}

/** A batch holds at least one entry, and no more than the vault takes. */
export class EntryCountInvalid extends FairhouseError {
  readonly code = "ENTRY_COUNT_INVALID";
  readonly count: number;

  constructor(count: number) {
    super(`A batch takes 1 to ${MAX_BATCH_ENTRIES} entries, not ${count}: split it.`);
    this.count = count;
  }
}

/** An entry that the vault would refuse, and the whole batch with it. */
export class EntryInvalid extends FairhouseError {
  readonly code = "ENTRY_INVALID";
  readonly index: number;

  constructor(index: number, fault: string) {
    super(`Entry ${index} ${fault}: leave it out.`);
    this.index = index;
  }
}

/** The packed text does not consist of whole entries. */
export class EntriesLengthInvalid extends FairhouseError {
  readonly code = "ENTRIES_LENGTH_INVALID";
  readonly bytes: number;

  constructor(bytes: number) {
    super(`Packed entries are ${ENTRY_BYTES} bytes each; ${bytes} bytes were cut or extended.`);
    this.bytes = bytes;
  }
}
