import { describe, expect, test } from "vitest";
import { ALICE, BATCH, BOB, proofFile } from "#test/web/support/claims.ts";
import { exitObstacle } from "@/features/exit/exitObstacle";
import { exitRows } from "@/features/exit/exitRows";
import { isNodeAddress } from "@/features/exit/useExitNode";
import { claimsOfProof } from "@/lib/vault/balanceClaims";

const OPEN = { isExited: false, isBatchExecuted: false };
const input = {
  claims: claimsOfProof(proofFile()),
  verdict: "proven",
  leafStandings: [OPEN, OPEN],
  account: { uncovered: 30n, credit: 7n },
  isActive: true,
  terms: { payableQuanta: 1n, claimQuanta: 2n },
} as const;

describe("exitRows", () => {
  test("default", () => {
    expect(exitRows(input)).toMatchObject([
      { kind: "free", quanta: 1_750_000_000n, pays: 875_000_000n, status: "ready" },
      { kind: "batch", id: BATCH, quanta: 250_000_000n, pays: 125_000_000n, status: "ready" },
      { kind: "deposits", quanta: 30n, pays: 15n, status: "ready" },
      { kind: "credit", quanta: 7n, pays: 7n, status: "ready" },
    ]);
  });

  test("behavior: before the exit only credits can leave", () => {
    const statuses = exitRows({ ...input, isActive: false }).map(({ status }) => status);
    expect(statuses).toEqual(["later", "later", "later", "ready"]);
  });

  test("behavior: what has left is done, and what its batch paid was paid in full", () => {
    const leafStandings = [
      { ...OPEN, isExited: true },
      { ...OPEN, isBatchExecuted: true },
    ];
    const [free, batched] = exitRows({ ...input, leafStandings });
    expect(free).toMatchObject({ status: "exited", pays: 875_000_000n });
    expect(batched).toMatchObject({ status: "paid", pays: 250_000_000n });
  });

  test("behavior: a file that is not proven brings no leaf, but what the vault remembers stays", () => {
    expect(exitRows({ ...input, verdict: "older" }).map(({ kind }) => kind)).toEqual(["deposits", "credit"]);
  });
});

describe("exitObstacle", () => {
  const wallet = { address: `0x${"A1".repeat(20)}`, chainId: 56 } as const;
  const here = { connected: wallet, chainId: 56, account: ALICE };

  test("default", () => {
    expect(exitObstacle(here)).toBeNull();
    expect(exitObstacle({ ...here, account: null })).toBeNull();
  });

  test("behavior: one thing at a time", () => {
    expect(exitObstacle({ ...here, connected: null })).toBe("noWallet");
    expect(exitObstacle({ ...here, connected: { ...wallet, chainId: 1 }, account: BOB })).toBe("otherChain");
    expect(exitObstacle({ ...here, account: BOB })).toBe("otherAccount");
  });
});

test("behavior: a node is reached over HTTP", () => {
  for (const address of ["https://node.example/key", " http://localhost:8545 "])
    expect(isNodeAddress(address)).toBe(true);
  for (const address of ["", "node.example", "wss://node.example", "javascript:alert(1)"])
    expect(isNodeAddress(address)).toBe(false);
});
