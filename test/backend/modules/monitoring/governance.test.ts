import { toFunctionSelector } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TestApi } from "#test/backend/http/testApi.ts";
import { addOtherHouse } from "#test/backend/modules/monitoring/otherHouse.ts";

const VAULT = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
const AUTHORITY = `0x${"a1".repeat(20)}`;
const TREASURER = `0x${"7e".repeat(20)}`;
const NATIVE = `0x${"0".repeat(40)}`;
const TRANSFER = toFunctionSelector("treasuryTransfer(address,address,uint256)");
const hash = (digit: string) => `0x${digit.repeat(64)}`;
/** As large as the contracts' times can be: nobody's calendar goes so far. */
const UINT48_MAX = 2n ** 48n - 1n;

let api: TestApi;
let nowSeconds: bigint;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

const TABLES = [
  "governance_changes",
  "governance_signers",
  "governance_tokens",
  "governance_switches",
  "governance_roles",
  "governance_members",
  "governance_functions",
  "governance_operations",
  "fairness_anchors",
  "chain_cursors",
];
let clockMs = 0;
beforeEach(async () => {
  for (const table of TABLES) await api.sql.query(`DELETE FROM ${table}`);
  clockMs += 60_000;
  api.shiftClock(clockMs);
  nowSeconds = BigInt(Math.floor((Date.now() + clockMs) / 1_000));
});

/** A row of a table of governance, of the house's first vault unless it says otherwise; block 10 of 20, of which 15 are final. */
async function add(table: string, row: Record<string, unknown>): Promise<void> {
  const { rows } = await api.sql.query<{ id: number }>("SELECT id FROM vaults WHERE address = $1", [VAULT]);
  const whole = {
    tenant_id: api.tenantId,
    vault_id: rows[0]!.id,
    block_number: 10,
    block_time: 1_700_000_000,
    tx_hash: hash("c"),
    log_index: 2,
    ...row,
  };
  const names = Object.keys(whole);
  const places = names.map((_, index) => `$${index + 1}`);
  await api.sql.query(
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${places.join(", ")})`,
    Object.values(whole),
  );
}

const role = (row: Record<string, unknown>) =>
  add("governance_roles", {
    admin_role_id: 0,
    guardian_role_id: 0,
    grant_delay: 0,
    prior_grant_delay: 0,
    grant_delay_from: 0,
    ...row,
  });
const operation = (row: Record<string, unknown>) =>
  add("governance_operations", {
    operation_id: hash("1"),
    nonce: 1,
    caller: TREASURER,
    target: VAULT,
    data: TRANSFER,
    ready_at: nowSeconds + 60n,
    expires_at: nowSeconds + 600n,
    state: "scheduled",
    ...row,
  });

const report = () => api.call("/v1/monitoring/governance");

describe("GET /monitoring/governance", () => {
  test("default: roles with holders and delays, signers, limits, brakes, announced calls, anchors", async () => {
    await api.sql.query(
      `INSERT INTO chain_cursors (tenant_id, vault_id, block_number, block_hash, head_number, final_number)
       SELECT tenant_id, id, 20, $1, 20, 15 FROM vaults WHERE address = $2`,
      [hash("a"), VAULT],
    );
    await api.sql.query("UPDATE vaults SET authority_address = $1 WHERE address = $2", [AUTHORITY, VAULT]);
    await role({ role_id: 3, label: "TREASURY", guardian_role_id: 1 });
    await add("governance_members", {
      role_id: 3,
      account: TREASURER,
      member_since: 1_700_000_000,
      execution_delay: 7_200,
      prior_execution_delay: 3_600,
      execution_delay_from: nowSeconds + 100n,
    });
    await add("governance_members", {
      role_id: 3,
      account: AUTHORITY,
      revoked_at: 1_700_000_000,
      execution_delay: 0,
      prior_execution_delay: 0,
      execution_delay_from: 0,
    });
    await add("governance_functions", { role_id: 3, target: VAULT, selector: TRANSFER });
    await add("governance_signers", { epoch: 1, signer: TREASURER, is_current: true });
    await add("governance_tokens", { token: NATIVE, quantum: 10 ** 9, batch_cap: 5, block_number: 18 });
    await add("governance_switches", { name: "payouts", is_paused: true });
    await operation({});
    await add("fairness_anchors", { kind: hash("d"), epoch: 1, root: hash("e") });
    await add("fairness_anchors", { kind: hash("d"), epoch: 2, root: hash("f") });

    const { status, body } = await report();
    expect(status).toBe(200);
    const changed = { blockNumber: "10", txHash: hash("c"), logIndex: 2, isFinal: true };
    expect(body.vaults).toMatchObject([
      {
        vault: VAULT,
        authority: AUTHORITY,
        fairnessRegistry: null,
        asOfBlock: "20",
        signers: [{ epoch: "1", signer: TREASURER, isCurrent: true, changed }],
        limits: [
          {
            token: NATIVE,
            currency: "BNB",
            batchCap: "5",
            outflowCapacity: null,
            changed: { isFinal: false },
          },
        ],
        brakes: [{ name: "payouts", isPaused: true, changed }],
        operations: [{ id: hash("1"), call: "treasuryTransfer", state: "waiting", data: TRANSFER, changed }],
        anchors: [{ kind: hash("d"), epoch: "2", root: hash("f") }],
      },
    ]);
    expect(body.vaults[0].roles).toMatchObject([
      {
        id: "3",
        label: "TREASURY",
        guardianRole: "1",
        members: [
          {
            account: TREASURER,
            since: "2023-11-14T22:13:20.000Z",
            delay: { seconds: 3_600, next: { seconds: 7_200 } },
            changed,
          },
        ],
        functions: [{ target: VAULT, selector: TRANSFER, name: "treasuryTransfer" }],
      },
    ]);
    expect(body.vaults[0].roles[0].members).toHaveLength(1);
  });

  test("behavior: an announced call can be made in its time, and lapses", async () => {
    await operation({ operation_id: hash("1"), ready_at: nowSeconds - 5n });
    await operation({ operation_id: hash("2"), ready_at: 1, expires_at: 2, log_index: 3 });
    await operation({ operation_id: hash("3"), state: "cancelled", ended_at: 1, log_index: 4 });
    const { body } = await report();
    const states = body.vaults[0].operations.map(({ id, state }: { id: string; state: string }) => [
      id,
      state,
    ]);
    expect(states).toEqual([
      [hash("1"), "ready"],
      [hash("3"), "cancelled"],
      [hash("2"), "expired"],
    ]);
  });

  test("behavior: what somebody wrote to make it break is shown cut, or not at all", async () => {
    await role({ role_id: (2n ** 64n - 1n).toString(), label: `<script>${"x".repeat(5_000)}` });
    await operation({ data: `0x${"ab".repeat(20_000)}`, ready_at: UINT48_MAX, expires_at: UINT48_MAX });
    await add("governance_changes", {
      block_hash: hash("a"),
      emitter: AUTHORITY,
      name: "RoleLabel",
      args: JSON.stringify({ label: "x".repeat(10_000) }),
    });
    const { status, body } = await report();
    expect(status).toBe(200);
    const [vault] = body.vaults;
    expect(vault.roles[0].label).toHaveLength(80);
    expect(vault.operations).toMatchObject([{ data: null, call: null, readyAt: "9999-12-31T23:59:59.000Z" }]);
    const changes = await api.call("/v1/monitoring/governance/changes");
    expect(changes.body.items).toMatchObject([{ name: "RoleLabel", args: null }]);
  });

  test("behavior: before anything is read it is empty, and says so", async () => {
    const { body } = await report();
    expect(body.vaults).toMatchObject([
      { vault: VAULT, asOfBlock: null, roles: [], signers: [], operations: [] },
    ]);
  });

  test("behavior: what another house has is not seen", async () => {
    const other = await addOtherHouse(api);
    const theirs = { tenant_id: other.tenantId, vault_id: other.vaultId };
    await role({ ...theirs, role_id: 5, label: "THEIRS" });
    await add("governance_changes", {
      ...theirs,
      block_hash: hash("a"),
      emitter: AUTHORITY,
      name: "Theirs",
      args: "{}",
    });
    expect((await report()).body.vaults).toHaveLength(1);
    const changes = (query: string) => api.call(`/v1/monitoring/governance/changes${query}`);
    expect((await changes("")).body.items).toEqual([]);
    expect((await changes(`?vault=${other.vault}`)).body.items).toEqual([]);
  });
});

describe("GET /monitoring/governance/changes", () => {
  test("default: newest first, page by page", async () => {
    for (const log_index of [1, 2, 3])
      await add("governance_changes", {
        log_index,
        block_hash: hash("a"),
        emitter: AUTHORITY,
        name: "RoleGranted",
        args: JSON.stringify({ roleId: "3" }),
      });
    const first = await api.call("/v1/monitoring/governance/changes?limit=2");
    expect(first.body.items).toMatchObject([
      {
        vault: VAULT,
        emitter: AUTHORITY,
        name: "RoleGranted",
        args: { roleId: "3" },
        changed: { logIndex: 3 },
      },
      { changed: { logIndex: 2 } },
    ]);
    const second = await api.call(
      `/v1/monitoring/governance/changes?limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(second.body).toMatchObject({ items: [{ changed: { logIndex: 1 } }], nextCursor: null });
  });

  test("error: CursorInvalid, InvalidInput", async () => {
    for (const forged of ["abc", Buffer.from('{"block":"1","log":1e300,"vault":1}').toString("base64url")]) {
      const { body } = await api.call(`/v1/monitoring/governance/changes?cursor=${forged}`);
      expect(body.code).toBe("CURSOR_INVALID");
    }
    expect((await api.call("/v1/monitoring/governance/changes?vault=x")).body.code).toBe("INVALID_INPUT");
  });
});
