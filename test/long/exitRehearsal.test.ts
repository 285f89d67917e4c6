import { describe, expect, test } from "vitest";
import { playExit } from "#test/support/exitScenario.ts";

const PLAYERS = 1_000;
const TIMEOUT_MS = 900_000;

describe.runIf(process.env.FUZZ === "long")("a thousand players leave a house that fell silent", () => {
  test(
    "default: everybody is paid in full",
    async () => {
      const figures = await playExit({ players: PLAYERS, percentLeft: 100n });
      console.table(figures);
      expect(figures.paidQuanta).toBe(figures.claimQuanta);
      expect(figures.leftInVaultQuanta).toBe(0n);
    },
    TIMEOUT_MS,
  );

  test(
    "behavior: a vault that is short pays everybody the same share",
    async () => {
      const figures = await playExit({ players: PLAYERS, percentLeft: 60n });
      console.table(figures);
      expect(figures.paidQuanta).toBeLessThanOrEqual(figures.payableQuanta);
      expect(figures.leftInVaultQuanta).toBeLessThan(BigInt(figures.leaves + figures.lateDeposits));
    },
    TIMEOUT_MS,
  );
});
