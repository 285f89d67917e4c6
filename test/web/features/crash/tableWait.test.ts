import { describe, expect, test } from "vitest";
import { type TableMoment, tableWait } from "@/features/games/crash/tableWait";

const moment = (changes: Partial<TableMoment> = {}): TableMoment => ({
  house: "known",
  status: "live",
  isOverdue: false,
  ...changes,
});

describe("tableWait", () => {
  test("default", () => {
    expect(tableWait(moment())).toBe("waiting");
    expect(tableWait(moment({ house: "asked", status: "off" }))).toBe("waiting");
  });

  test("behavior: a lost connection and a house out of reach are named at once", () => {
    expect(tableWait(moment({ status: "lost" }))).toBe("lost");
    expect(tableWait(moment({ house: "failed", status: "off" }))).toBe("unreachable");
  });

  test("behavior: no wait is endless, whatever it is for", () => {
    for (const house of ["known", "asked"] as const) {
      for (const status of ["off", "connecting", "live"] as const) {
        expect(tableWait({ house, status, isOverdue: true })).toBe("late");
      }
    }
  });
});
