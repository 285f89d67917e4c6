import {
  type AbiEvent,
  type AbiParameter,
  decodeEventLog,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
} from "viem";
import { describe, expect, test } from "vitest";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { decodeLog } from "#indexer/source/decodeLog.ts";
import { EMITTER_KINDS, type EventEntry } from "#indexer/source/eventEntry.ts";
import { EVENT_TABLE } from "#indexer/source/eventTable.ts";
import { LogInvalid } from "#indexer/source/logWords.ts";
import fc from "#test/support/properties.ts";
import { addressOf, hashOf } from "../support/simulatedChain.ts";

const ABIS = { vault: vaultAbi, authority: accessManagerAbi, registry: fairnessRegistryAbi } as const;
const RUNS = { numRuns: 150 };
const MAX_INT64 = 2n ** 63n - 1n;
const place = {
  blockNumber: 9n,
  blockHash: hashOf("block"),
  txHash: hashOf("tx"),
  logIndex: 3,
};
const context = (emitter: EventEntry["emitter"]) => ({ chainId: 56, blockTime: 1_000n, emitter });

function abiOf({ emitter, name }: EventEntry): AbiEvent {
  const events = ABIS[emitter].filter((item) => item.type === "event") as readonly AbiEvent[];
  return events.find((event) => event.name === name)!;
}

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((value): Hex => `0x${Buffer.from(value).toString("hex")}`);

/** Values that the contract can emit: amounts are of coins that exist, and so above zero and within 64 bits. */
function sampleOf({ name = "", type, ...rest }: AbiParameter): fc.Arbitrary<unknown> {
  if ("components" in rest) {
    return fc.record(Object.fromEntries(rest.components.map((part) => [part.name ?? "", sampleOf(part)])));
  }
  if (type === "address") return hex(20);
  if (type === "bool") return fc.boolean();
  if (type === "string") return fc.string({ unit: "grapheme", maxLength: 80 });
  if (type === "bytes") return fc.nat(100).chain(hex);
  if (type.startsWith("bytes")) return hex(Number(type.slice("bytes".length)));
  const bits = Number(type.slice("uint".length));
  const isAmount = type === "uint256" && !["nonce", "signerEpoch", "quantum"].includes(name);
  const max = isAmount || name === "epoch" ? MAX_INT64 : 2n ** BigInt(bits) - 1n;
  const value = fc.bigInt({ min: isAmount || name === "epoch" ? 1n : 0n, max });
  return bits <= 48 ? value.map(Number) : value;
}

function logsOf(entry: EventEntry) {
  const abi = abiOf(entry);
  const args = fc.record(Object.fromEntries(abi.inputs.map((input) => [input.name ?? "", sampleOf(input)])));
  return args.map((values) => {
    const plain = abi.inputs.filter(({ indexed }) => indexed !== true);
    return {
      ...place,
      address: addressOf("emitter"),
      topics: encodeEventTopics({ abi: [abi], eventName: abi.name, args: values } as never) as Hex[],
      data: encodeAbiParameters(plain, plain.map(({ name }) => values[name ?? ""]) as never),
    };
  });
}

/** What viem reads, with addresses as they are written here. */
function byViem(entry: EventEntry, log: { topics: Hex[]; data: Hex }): unknown {
  const { args } = decodeEventLog({
    abi: [abiOf(entry)],
    topics: log.topics as [Hex, ...Hex[]],
    data: log.data,
    strict: true,
  });
  const lower = (value: unknown): unknown => {
    if (typeof value === "string" && /^0x[0-9a-fA-F]{40}$/.test(value)) return value.toLowerCase();
    return typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, lower(part)]))
      : value;
  };
  // Entries are paid in the native coin, and their logs do not say so.
  const isEntry = entry.name === "RegistrationAccepted" || entry.name === "RetopupCompleted";
  return { ...(lower(args) as object), ...(isEntry && { token: NATIVE_TOKEN }) };
}

describe.each(EVENT_TABLE.map((entry) => [entry.name, entry] as const))("%s", (_, entry) => {
  test("property: read as viem reads it", () => {
    fc.assert(
      fc.property(logsOf(entry), (log) => {
        const { name, args, ...where } = decodeLog(log, context(entry.emitter))!;
        expect({ name, args }).toEqual({ name: entry.name, args: byViem(entry, log) });
        expect(where).toEqual({ ...place, chainId: 56, blockTime: 1_000n });
      }),
      RUNS,
    );
  });

  test("property: a log with a changed digit is refused, or says what viem reads", () => {
    fc.assert(
      fc.property(logsOf(entry), fc.nat(), fc.integer({ min: 0, max: 15 }), (log, at, digit) => {
        const isData = log.data.length > 2;
        const text = isData ? log.data : (log.topics[1] ?? "0x");
        if (text.length <= 2) return;
        const cut = 2 + (at % (text.length - 2));
        const changed: Hex = `0x${text.slice(2, cut)}${digit.toString(16)}${text.slice(cut + 1)}`;
        const [first, , ...others] = log.topics;
        const other = isData ? { ...log, data: changed } : { ...log, topics: [first!, changed, ...others] };
        try {
          expect(decodeLog(other, context(entry.emitter))?.args).toEqual(byViem(entry, other));
        } catch (error) {
          if (!(error instanceof LogInvalid)) throw error;
        }
      }),
      RUNS,
    );
  });

  test("error: LogInvalid when the log has more or less in it", () => {
    const [log] = fc.sample(logsOf(entry), { numRuns: 1, seed: 7 });
    const faults = [
      { ...log!, topics: [...log!.topics, hashOf("more")] },
      { ...log!, data: `${log!.data}${"0".repeat(64)}` as Hex },
      { ...log!, data: `${log!.data}00` as Hex },
      ...(log!.topics.length > 1 ? [{ ...log!, topics: log!.topics.slice(0, -1) }] : []),
      ...(log!.data.length > 2 ? [{ ...log!, data: log!.data.slice(0, -64) as Hex }] : []),
    ];
    for (const fault of faults) expect(() => decodeLog(fault, context(entry.emitter))).toThrow(LogInvalid);
  });

  test("behavior: means nothing from anybody else", () => {
    const [log] = fc.sample(logsOf(entry), { numRuns: 1, seed: 7 });
    for (const emitter of EMITTER_KINDS) {
      if (emitter !== entry.emitter) expect(decodeLog(log!, context(emitter))).toBeUndefined();
    }
  });
});

describe("amounts", () => {
  const [deposit] = fc.sample(logsOf(EVENT_TABLE.find(({ name }) => name === "Deposited")!), {
    numRuns: 1,
    seed: 7,
  });
  const word = (value: bigint): Hex => `0x${value.toString(16).padStart(64, "0")}`;

  test.each([0n, MAX_INT64 + 1n, 2n ** 64n, 2n ** 256n - 1n])(
    "error: LogInvalid for a deposit of %s",
    (quanta) => {
      expect(() => decodeLog({ ...deposit!, data: word(quanta) }, context("vault"))).toThrow(LogInvalid);
    },
  );

  test("default: the largest that a column holds", () => {
    const event = decodeLog({ ...deposit!, data: word(MAX_INT64) }, context("vault"));
    expect(event?.args).toMatchObject({ quanta: MAX_INT64 });
  });
});
