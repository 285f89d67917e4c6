import { describe, expect, test } from "vitest";
import type { CrashMessage, CrashRoundView } from "#domain/api/crash.ts";
import { tableAfter } from "@/features/games/crash/crashTable";
import { crashRound, crashTable } from "./rounds.ts";

const serverTime = "2026-11-21T10:00:00.000Z";
const place = { epoch: 1, seq: 1 };
const told = (round: CrashRoundView): CrashMessage => ({
  ...place,
  kind: "round",
  snapshot: false,
  serverTime,
  round,
});
const crashed = crashRound({ phase: "crashed", pointHundredths: 153 });
const settled = crashRound({ phase: "settled", pointHundredths: 153, paid: "0" });

describe("tableAfter", () => {
  test("default", () => {
    const table = crashTable(crashRound({ phase: "betting", startedAt: null }));
    expect(tableAfter(table, told(crashRound()), "BNB")?.round?.phase).toBe("running");
  });

  test("behavior: a snapshot takes the place of all before it; a house may have no table of a currency", () => {
    const snapshot: CrashMessage = {
      ...place,
      kind: "snapshot",
      snapshot: true,
      serverTime,
      tables: [crashTable(crashRound())],
    };
    expect(tableAfter(null, snapshot, "BNB")?.round?.roundId).toBe("7");
    expect(tableAfter(crashTable(null), snapshot, "USDT")).toBeNull();
  });

  test("behavior: a round that has crashed is among the results, once", () => {
    const after = tableAfter(crashTable(crashRound()), told(crashed), "BNB");
    expect(after?.results).toEqual([crashed]);
    expect(tableAfter(after, told(settled), "BNB")?.results).toEqual([settled]);
  });

  test("behavior: what is older than what is known changes nothing", () => {
    const table = crashTable(settled, [settled]);
    expect(tableAfter(table, told(crashRound()), "BNB")).toBe(table);
    expect(tableAfter(table, told(crashRound({ number: 6, phase: "settled" })), "BNB")).toBe(table);
  });

  test("behavior: another currency's round is not this table's", () => {
    const table = crashTable(crashRound());
    expect(tableAfter(table, told(crashRound({ currency: "USDT", number: 9 })), "BNB")).toBe(table);
  });
});
