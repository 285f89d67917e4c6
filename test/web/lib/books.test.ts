import { describe, expect, test } from "vitest";
import { durationText } from "@/lib/format/durationText";
import { booksVerdict, isStale, standingTone, verdictTone } from "@/lib/house/booksVerdict";
import { indexerState } from "@/lib/house/indexerState";
import { NodeRefused } from "@/lib/vault/node";
import { readHolding } from "@/lib/vault/readHolding";

const NOW = Date.parse("2026-01-01T00:10:00Z");
const at = (secondsAgo: number) => new Date(NOW - secondsAgo * 1_000).toISOString();
const finding = { check: "payout_batches", detail: "unknown", event: null };

describe("standingTone", () => {
  const equal = { variance: "0", tolerance: "0", findings: [] };

  test("default: what is equal now is content", () => {
    expect(standingTone({ ...equal, checkedAt: at(5) }, NOW)).toBe("positive");
  });

  test("behavior: what was equal long ago warns, and a difference stays a fault however old it is", () => {
    expect(standingTone({ ...equal, checkedAt: at(181) }, NOW)).toBe("warning");
    expect(standingTone({ ...equal, variance: "-1", checkedAt: at(181) }, NOW)).toBe("negative");
  });
});

describe("booksVerdict", () => {
  test("default", () => {
    expect(booksVerdict({ variance: "0", tolerance: "0", findings: [] })).toBe("agree");
  });

  test("behavior: missing coins, extra coins, and books that contradict themselves", () => {
    const strict = { tolerance: "0" };
    expect(booksVerdict({ ...strict, variance: "-1", findings: [finding] })).toBe("short");
    expect(booksVerdict({ ...strict, variance: "1", findings: [] })).toBe("surplus");
    expect(booksVerdict({ ...strict, variance: "0", findings: [finding] })).toBe("contradicting");
  });

  test("behavior: what the house tolerates is neither equal nor a fault", () => {
    const tolerant = { tolerance: "3", findings: [] };
    for (const variance of ["-3", "1", "3"])
      expect(booksVerdict({ ...tolerant, variance })).toBe("tolerated");
    expect(booksVerdict({ ...tolerant, variance: "0" })).toBe("agree");
    expect(booksVerdict({ ...tolerant, variance: "-4" })).toBe("short");
    expect(booksVerdict({ ...tolerant, variance: "4" })).toBe("surplus");
    expect(booksVerdict({ ...tolerant, variance: "2", findings: [finding] })).toBe("contradicting");
    expect((["agree", "tolerated", "short", "surplus", "contradicting"] as const).map(verdictTone)).toEqual([
      ...["positive", "warning", "negative", "negative", "negative"],
    ]);
  });

  test("behavior: what was found before the tolerance was raised stays found", () => {
    const told = { check: "vault_balance", detail: "vault 1, ledger 2", event: null };
    expect(booksVerdict({ variance: "-1", tolerance: "3", findings: [told] })).toBe("short");
  });

  test("behavior: a comparison grows old", () => {
    expect(isStale({ checkedAt: at(180) }, NOW)).toBe(false);
    expect(isStale({ checkedAt: at(181) }, NOW)).toBe(true);
  });
});

describe("indexerState", () => {
  const standing = { indexedBlock: "20", headBlock: "20", heardAt: at(1) };

  test("default", () => {
    expect(indexerState(standing, NOW)).toEqual({ kind: "atHead" });
  });

  test("behavior: behind, silent, and not begun", () => {
    expect(indexerState({ ...standing, headBlock: "23" }, NOW)).toEqual({ kind: "behind", blocks: 3 });
    expect(indexerState({ ...standing, headBlock: "23", heardAt: at(61) }, NOW)).toEqual({ kind: "silent" });
    expect(indexerState({ indexedBlock: null, headBlock: null, heardAt: null }, NOW)).toEqual({
      kind: "waiting",
    });
  });
});

describe("durationText", () => {
  test.each([
    [172_800, "2 days"],
    [5_400, "90 minutes"],
    [61, "61 seconds"],
    [3_600, "1 hour"],
    [0, "0 seconds"],
  ])("default: %d is %s", (seconds, text) => {
    expect(durationText(seconds, "en")).toBe(text);
  });
});

describe("readHolding", () => {
  const vault = `0x${"ab".repeat(20)}`;
  const question = { vault, token: `0x${"0".repeat(40)}`, quantumWei: 10n ** 9n, blockNumber: 18n };

  test("default: the chain's own coin, at the block, in whole quanta", async () => {
    const asked: unknown[] = [];
    const held = await readHolding(async (method, params) => {
      asked.push(method, params);
      return `0x${(5n * 10n ** 9n + 7n).toString(16)}`;
    }, question);
    expect(held).toBe(5n);
    expect(asked).toEqual(["eth_getBalance", [vault, "0x12"]]);
  });

  test("behavior: a token is asked for the vault's balance", async () => {
    const token = `0x${"cd".repeat(20)}`;
    const held = await readHolding(
      async (method, params) => {
        expect([method, params]).toEqual([
          "eth_call",
          [{ to: token, data: `0x70a08231${"0".repeat(24)}${"ab".repeat(20)}` }, "0x12"],
        ]);
        return `0x${"9".padStart(64, "0")}`;
      },
      { ...question, token, quantumWei: 1n },
    );
    expect(held).toBe(9n);
  });

  test.each(["0x", null, "12", "0xzz", { result: 1 }])("error: NodeRefused for %j", async (answer) => {
    await expect(readHolding(async () => answer, question)).rejects.toBeInstanceOf(NodeRefused);
  });
});
