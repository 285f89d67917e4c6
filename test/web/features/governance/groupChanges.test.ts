import { describe, expect, test } from "vitest";
import type { GovernanceChange } from "#domain/api/governance.ts";
import { groupChanges } from "@/features/governance/groupChanges";

const MANAGER = `0x${"a1".repeat(20)}`;
const VAULT = `0x${"b2".repeat(20)}`;
const ACCOUNT = `0x${"c3".repeat(20)}`;
const hash = (digit: string) => `0x${digit.repeat(64)}`;

function aChange(overrides: Partial<GovernanceChange> & { log: number; tx?: string }): GovernanceChange {
  const { log, tx = "1", ...rest } = overrides;
  const changed = {
    blockNumber: "9",
    txHash: hash(tx),
    logIndex: log,
    at: "2026-01-01T00:00:00Z",
    isFinal: true,
  };
  return { vault: VAULT, emitter: MANAGER, name: "RoleRevoked", args: null, call: null, changed, ...rest };
}

const given = (log: number, roleId: string, call: string | null, target = VAULT) =>
  aChange({
    ...{ log, name: "TargetFunctionRoleUpdated", call },
    args: { roleId, target, selector: `0x0000000${log}` },
  });

describe("groupChanges", () => {
  test("default: newest transaction first, and in it what was done first", () => {
    const revoked = { name: "RoleRevoked", args: { roleId: "1", account: ACCOUNT } };
    const groups = groupChanges([
      aChange({ ...revoked, log: 3, tx: "2" }),
      aChange({ ...revoked, log: 2 }),
      aChange({ ...revoked, log: 1 }),
    ]);
    expect(groups.map(({ changed, entries }) => [changed.txHash, entries.map(({ key }) => key)])).toEqual([
      [hash("2"), [3]],
      [hash("1"), [1, 2]],
    ]);
  });

  test("behavior: functions given to one role in one transaction are one entry", () => {
    const [group] = groupChanges([
      given(4, "2", "anchor", MANAGER),
      given(3, "1", null),
      given(2, "2", "publishCheckpoint"),
      given(1, "1", "pauseEntries"),
    ]);
    expect(group?.entries).toEqual([
      { kind: "functions", roleId: "1", target: VAULT, calls: ["pauseEntries", "0x00000003"], key: 1 },
      { kind: "functions", roleId: "2", target: VAULT, calls: ["publishCheckpoint"], key: 2 },
      { kind: "functions", roleId: "2", target: MANAGER, calls: ["anchor"], key: 4 },
    ]);
  });

  test("behavior: numbers come as decimal text", () => {
    const args = { delay: "172800", since: "1795257559", roleId: "0", account: ACCOUNT, newMember: true };
    const [group] = groupChanges([aChange({ log: 1, name: "RoleGranted", args })]);
    expect(group?.entries).toMatchObject([{ kind: "told", change: { args: { delay: 172_800 } } }]);
  });

  test("behavior: what there are no words for is named, and what is too long says so", () => {
    const [group] = groupChanges([
      aChange({ log: 2, name: "Unheard", args: {} }),
      aChange({ log: 1, name: "RoleLabel", args: null }),
    ]);
    expect(group?.entries).toEqual([
      { kind: "named", name: "RoleLabel", isTooLong: true, key: 1 },
      { kind: "named", name: "Unheard", isTooLong: false, key: 2 },
    ]);
  });
});
