import { describe, expect, test } from "vitest";
import { csvText } from "@/features/wallet/csv";
import { depositObstacle } from "@/features/wallet/depositObstacle";
import { withdrawObstacle } from "@/features/wallet/withdrawObstacle";

const amount = (minor: bigint) => ({ kind: "amount", minor }) as const;

describe("depositObstacle", () => {
  const input = { typed: amount(5n), quantumWei: 10n, coinsWei: 50n, isPaused: false };

  test("default", () => {
    expect(depositObstacle(input)).toBeNull();
  });

  test("behavior: says what is missing", () => {
    expect(depositObstacle({ ...input, isPaused: true })).toBe("paused");
    expect(depositObstacle({ ...input, typed: amount(0n) })).toBe("enterAmount");
    expect(depositObstacle({ ...input, coinsWei: 49n })).toBe("aboveCoins");
    expect(depositObstacle({ ...input, coinsWei: null })).toBeNull();
  });
});

describe("withdrawObstacle", () => {
  const input = { typed: amount(5n), minimumMinor: 2n, availableMinor: 5n, isStopped: false };

  test("default", () => {
    expect(withdrawObstacle(input)).toBeNull();
  });

  test("behavior: says what is missing", () => {
    expect(withdrawObstacle({ ...input, isStopped: true })).toBe("stopped");
    expect(withdrawObstacle({ ...input, typed: { kind: "empty" } })).toBe("enterAmount");
    expect(withdrawObstacle({ ...input, typed: amount(1n) })).toBe("belowMinimum");
    expect(withdrawObstacle({ ...input, typed: amount(6n) })).toBe("aboveBalance");
  });
});

describe("csvText", () => {
  test("default", () => {
    expect(csvText([["a", 'b "c"', "d,e"]])).toBe('"a","b ""c""","d,e"\r\n');
  });

  test("behavior: formulas are disarmed, negative amounts stay numbers", () => {
    expect(csvText([["=1+1", "-0.5", "-x"]])).toBe('"\'=1+1","-0.5","\'-x"\r\n');
  });
});
