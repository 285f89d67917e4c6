import { describe, expect, test } from "vitest";
import { playExit } from "#test/support/exitScenario.ts";

describe("everybody leaves a house that fell silent", () => {
  test("default: everybody is paid in full, and the treasury takes what is the house's own", async () => {
    const figures = await playExit({ players: 20, percentLeft: 100n });
    expect(figures.paidQuanta).toBe(figures.claimQuanta);
    expect(figures.leftInVaultQuanta).toBe(0n);
    expect(figures.surplusTakenQuanta).toBeGreaterThan(0n);
    expect(figures.pendingBatchLeaves).toBeGreaterThan(0);
    expect(figures.executedBatchLeaves).toBeGreaterThan(0);
    expect(figures.lateDeposits).toBeGreaterThan(0);
  });

  test("behavior: a vault that is short pays everybody the same share", async () => {
    const figures = await playExit({ players: 20, percentLeft: 60n });
    expect(figures.payableQuanta).toBeLessThan(figures.claimQuanta);
    expect(figures.paidQuanta).toBeLessThanOrEqual(figures.payableQuanta);
    // Each claim is rounded down by less than a quantum.
    expect(figures.leftInVaultQuanta).toBeLessThan(BigInt(figures.leaves + figures.lateDeposits));
  });
});
