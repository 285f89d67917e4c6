import { describe, expect, test } from "vitest";
import { changedValue, firstSeenChange, settledValue, valueAt } from "#domain/indexing/delayedValue.ts";
import { type Change, foldGovernance } from "#domain/indexing/governance.ts";

const VAULT = `0x${"aa".repeat(20)}` as const;
const ACCOUNT = `0x${"bb".repeat(20)}` as const;
const START = 1_000;

/** Events a second apart, from `START` on. */
function fold(...said: Pick<Change, "name" | "args">[]) {
  const changes = said.map(({ name, args }, index) => ({
    ...{ name, args, chainId: 1, blockNumber: BigInt(index), blockHash: "0x01", txHash: "0x02" },
    ...{ blockTime: BigInt(START + index), logIndex: 0 },
  }));
  return foldGovernance(changes as Change[], VAULT);
}

const granted = (args: Partial<Extract<Change, { name: "RoleGranted" }>["args"]>) => ({
  name: "RoleGranted" as const,
  args: { roleId: 7n, account: ACCOUNT, delay: 60, since: START, newMember: true, ...args },
});
const revoked = { name: "RoleRevoked" as const, args: { roleId: 7n, account: ACCOUNT } };

describe("what governance events add up to", () => {
  test("default: nothing from nothing", () => {
    expect(Object.values(fold()).flat()).toEqual([]);
  });

  test("behavior: a role that was given exists, with the terms that roles begin with", () => {
    const { roles, members } = fold(granted({}));
    expect(roles).toMatchObject([{ roleId: 7n, adminRoleId: 0n, guardianRoleId: 0n, label: undefined }]);
    expect(members).toMatchObject([
      { memberSince: START, revokedAt: undefined, executionDelay: { value: 60 } },
    ]);
  });

  test("behavior: a shorter delay holds after the difference, and until then the longer one does", () => {
    const { members } = fold(granted({}), granted({ newMember: false, delay: 10, since: START + 51 }));
    const delay = members[0]!.executionDelay;
    expect(valueAt(delay, START + 50)).toBe(60);
    expect(valueAt(delay, START + 51)).toBe(10);
    expect(members[0]?.memberSince).toBe(START);
  });

  test("behavior: who lost a role is on record with it, and begins anew when it comes back", () => {
    expect(fold(granted({}), revoked).members).toMatchObject([{ memberSince: START, revokedAt: START + 1 }]);
    const again = fold(granted({}), revoked, granted({ since: START + 2, delay: 0 }));
    expect(again.members).toMatchObject([
      { memberSince: START + 2, revokedAt: undefined, executionDelay: { value: 0, prior: 0 } },
    ]);
  });

  test("behavior: a member from before the record is one since nobody knows when", () => {
    const { members } = fold(granted({ newMember: false, delay: 10, since: START + 50 }));
    expect(members).toMatchObject([
      { memberSince: undefined, executionDelay: { value: 10, prior: 60, from: START + 50 } },
    ]);
  });

  test("behavior: labels are cut, and zero characters, which databases refuse, are replaced", () => {
    const { roles } = fold({ name: "RoleLabel", args: { roleId: 1n, label: `a\0${"b".repeat(500)}` } });
    expect(roles[0]?.label).toBe(`a\uFFFD${"b".repeat(198)}`);
  });

  test("behavior: an operation ends by its id and nonce, and one that was scheduled before the record is unknown", () => {
    const operationId = `0x${"0f".repeat(32)}` as const;
    const scheduled = (nonce: number) => ({
      name: "OperationScheduled" as const,
      args: { operationId, nonce, schedule: START, caller: ACCOUNT, target: VAULT, data: "0x" as const },
    });
    const { operations } = fold(
      scheduled(1),
      { name: "OperationCanceled", args: { operationId, nonce: 1 } },
      scheduled(2),
      { name: "OperationExecuted", args: { operationId, nonce: 9 } },
    );
    expect(operations).toMatchObject([
      { nonce: 1, state: "cancelled", endedAt: START + 1 },
      { nonce: 2, state: "scheduled", endedAt: undefined, expiresAt: START + 604_800 },
    ]);
  });
});

describe("delayed values", () => {
  test("default: what is settled holds always", () => {
    expect([0, 1e9].map((time) => valueAt(settledValue(5), time))).toEqual([5, 5]);
  });

  test("behavior: a second change before the first took effect starts from what holds then", () => {
    const first = changedValue(settledValue(100), { value: 10, from: 190, time: 100 });
    const second = changedValue(first, { value: 50, from: 200, time: 150 });
    expect([valueAt(second, 199), valueAt(second, 200)]).toEqual([100, 50]);
  });

  test("behavior: a first sight of a change tells how long the delay was, where it was shortened", () => {
    expect(firstSeenChange({ value: 10, from: 150, time: 100 }).prior).toBe(60);
    expect(firstSeenChange({ value: 10, from: 100, time: 100 }).prior).toBe(10);
  });
});
