import { keccak256 as ethersKeccak256, solidityPacked } from "ethers";
import { describe, expect, test } from "vitest";
import { type Hex, HexInvalid } from "#domain/chain/hex.ts";
import {
  EntriesLengthInvalid,
  EntryCountInvalid,
  EntryInvalid,
  MAX_BATCH_ENTRIES,
  MAX_ENTRY_QUANTA,
  packEntries,
  unpackEntries,
} from "#domain/chain/payoutEntries.ts";
import fc from "#test/support/properties.ts";

const ALICE = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
const BOB = "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc";
const ZERO = "0x0000000000000000000000000000000000000000";

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .filter((bytes) => bytes.some((byte) => byte !== 0))
  .map((bytes): Hex => `0x${Buffer.from(bytes).toString("hex")}`);
const payment = fc.record({ account: address, quanta: fc.bigInt(1n, MAX_ENTRY_QUANTA) });

describe("packEntries", () => {
  test("default", () => {
    const packed = packEntries([
      { account: ALICE, quanta: 1n },
      { account: BOB, quanta: MAX_ENTRY_QUANTA },
    ]);
    expect(packed.entries).toBe(`${ALICE}000000000000000000000001${BOB.slice(2)}ffffffffffffffffffffffff`);
    expect(packed.entriesHash).toBe(ethersKeccak256(packed.entries));
    expect(packed.total).toBe(1n + MAX_ENTRY_QUANTA);
    expect(packed.count).toBe(2);
  });

  test("behavior: letter case of an account does not matter", () => {
    const upper: Hex = `0x${ALICE.slice(2).toUpperCase()}`;
    expect(packEntries([{ account: upper, quanta: 5n }])).toEqual(
      packEntries([{ account: ALICE, quanta: 5n }]),
    );
  });

  test("property: packs as Solidity does", () => {
    fc.assert(
      fc.property(fc.array(payment, { minLength: 1, maxLength: 20 }), (payments) => {
        const types = payments.flatMap(() => ["address", "uint96"]);
        const values = payments.flatMap(({ account, quanta }) => [account, quanta]);
        expect(packEntries(payments).entries).toBe(solidityPacked(types, values));
      }),
    );
  });

  test("property: unpacking gives back what was packed", () => {
    fc.assert(
      fc.property(fc.array(payment, { minLength: 1, maxLength: 20 }), (payments) => {
        expect(unpackEntries(packEntries(payments).entries)).toEqual(payments);
      }),
    );
  });

  test("error: EntryCountInvalid", () => {
    const tooMany = Array.from(
      { length: MAX_BATCH_ENTRIES + 1 },
      () => ({ account: ALICE, quanta: 1n }) as const,
    );
    expect(() => packEntries([])).toThrow(EntryCountInvalid);
    expect(() => packEntries(tooMany)).toThrow(EntryCountInvalid);
    expect(packEntries(tooMany.slice(1)).count).toBe(MAX_BATCH_ENTRIES);
  });

  test.each([0n, -1n, MAX_ENTRY_QUANTA + 1n])("error: EntryInvalid for %s quanta", (quanta) => {
    expect(() => packEntries([{ account: ALICE, quanta }])).toThrow(EntryInvalid);
  });

  test("error: EntryInvalid for the zero address", () => {
    const payments = [
      { account: ALICE, quanta: 1n },
      { account: ZERO, quanta: 1n },
    ] as const;
    expect(() => packEntries(payments)).toThrow(expect.objectContaining({ index: 1 }));
  });

  test.each(["0x", "0x1234", `${ALICE}00`, ALICE.slice(2), `0x${"g".repeat(40)}`])(
    "error: HexInvalid for %s",
    (account) => {
      expect(() => packEntries([{ account: account as Hex, quanta: 1n }])).toThrow(HexInvalid);
    },
  );
});

describe("unpackEntries", () => {
  test("error: EntriesLengthInvalid", () => {
    const { entries } = packEntries([{ account: ALICE, quanta: 1n }]);
    expect(() => unpackEntries(`${entries}00`)).toThrow(EntriesLengthInvalid);
    expect(() => unpackEntries(entries.slice(0, -2) as Hex)).toThrow(EntriesLengthInvalid);
  });

  test("error: EntryCountInvalid", () => {
    expect(() => unpackEntries("0x")).toThrow(EntryCountInvalid);
    expect(() => unpackEntries(`0x${"11".repeat(32 * (MAX_BATCH_ENTRIES + 1))}`)).toThrow(EntryCountInvalid);
  });

  test("error: EntryInvalid", () => {
    expect(() => unpackEntries(`0x${"00".repeat(20)}${"11".repeat(12)}`)).toThrow(EntryInvalid);
    expect(() => unpackEntries(`0x${"11".repeat(20)}${"00".repeat(12)}`)).toThrow(EntryInvalid);
  });

  test("error: HexInvalid", () => {
    expect(() => unpackEntries("0xabc")).toThrow(HexInvalid);
  });
});
