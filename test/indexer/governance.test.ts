import { createWalletClient, encodeFunctionData, type Hex, http, keccak256, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { replayRange } from "#indexer/replay.ts";
import type { Session } from "#indexer/session.ts";
import { step } from "#indexer/step.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { findVaults } from "#indexer/store/vault.store.ts";
import { DEV_MNEMONIC } from "#scripts/runtime/devAccounts.ts";
import { readerOf } from "./support/devChain.ts";
import { DevHouse, FINALITY_DEPTH } from "./support/devHouse.ts";
import { dump } from "./support/dump.ts";
import { openSession } from "./support/house.ts";

const HELPER = 5n;
const GUARDIAN = 1n;
const MAX_STEPS = 100;
const ADMIN = mnemonicToAccount(DEV_MNEMONIC, { addressIndex: 0 });
const ALICE = mnemonicToAccount(DEV_MNEMONIC, { addressIndex: 3 });
const BOB = mnemonicToAccount(DEV_MNEMONIC, { addressIndex: 4 });

let house: DevHouse;
let manager: Hex;
let registry: Hex;
let session: Session;

beforeAll(async () => {
  house = await DevHouse.open();
  manager = house.chain.refusing;
  registry = await findRegistry();
  session = await openListeningTenant();
});
afterAll(() => house.close());

/** The contract, besides the vault, whose functions were given to roles. */
async function findRegistry(): Promise<Hex> {
  const logs = await house.chain.client.getContractEvents({
    ...{ address: manager, abi: accessManagerAbi, eventName: "TargetFunctionRoleUpdated" },
    fromBlock: 0n,
  });
  const targets = logs.map(({ args }) => args.target?.toLowerCase() as Hex);
  return targets.find((target) => target !== house.chain.vault)!;
}

/** A tenant that listens to the vault's authority and registry, and has indexed nothing yet. */
async function openListeningTenant(): Promise<Session> {
  await house.openTenant();
  const { id, tenantId } = house.session.vault;
  await house.books.owner.query(
    "UPDATE vaults SET authority_address = $2, fairness_registry_address = $3 WHERE id = $1",
    [id, manager, registry],
  );
  const vaults = await findVaults(house.books.owner, { address: house.chain.vault });
  const vault = vaults.find((candidate) => candidate.tenantId === tenantId)!;
  const rules = { finalityDepth: FINALITY_DEPTH };
  return openSession(house.books, vault, readerOf(house.chain.url), rules);
}

async function catchUp(follower = session): Promise<void> {
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    await step(follower);
    const cursor = await findCursor(house.books.indexer, follower.vault);
    if (cursor?.hash === (await follower.reader.head()).hash) return;
  }
  throw new Error("the indexer did not catch up");
}

type Act = { account?: typeof ADMIN; address: Hex; data: Hex };

async function act({ account = ADMIN, address, data }: Act): Promise<void> {
  const wallet = createWalletClient({ account, transport: http(house.chain.url) });
  const hash = await wallet.sendTransaction({ to: address, data, chain: null });
  const { status } = await house.chain.client.waitForTransactionReceipt({ hash });
  expect(status).toBe("success");
}

type ManagerCall = Parameters<typeof encodeFunctionData<typeof accessManagerAbi>>[0];
type VaultCall = Parameters<typeof encodeFunctionData<typeof vaultAbi>>[0];
const manage = (call: Omit<ManagerCall, "abi">, account = ADMIN) =>
  act({ account, address: manager, data: encodeFunctionData({ abi: accessManagerAbi, ...call } as never) });
const govern = (call: Omit<VaultCall, "abi">) =>
  act({ address: house.chain.vault, data: encodeFunctionData({ abi: vaultAbi, ...call } as never) });

async function rows(table: string): Promise<Record<string, unknown>[]> {
  const { rows: found } = await house.books.owner.query(`SELECT * FROM ${table} WHERE vault_id = $1`, [
    session.vault.id,
  ]);
  return found;
}

const ask = <Answer>(functionName: string, args: unknown[], at: { abi: unknown; address: Hex }) =>
  house.chain.client.readContract({ ...at, functionName, args } as never) as Promise<Answer>;
const askManager = <Answer>(functionName: string, ...args: unknown[]) =>
  ask<Answer>(functionName, args, { abi: accessManagerAbi, address: manager });
const askVault = <Answer>(functionName: string, ...args: unknown[]) =>
  ask<Answer>(functionName, args, { abi: vaultAbi, address: house.chain.vault });

/** Every row against the contract that it is about, asked as of the newest block. */
async function expectSameAsContracts(): Promise<void> {
  await catchUp();
  const now = Number((await house.chain.client.getBlock()).timestamp);
  const at = (row: Record<string, unknown>, name: string) =>
    now >= Number(row[`${name}_from`]) ? Number(row[name]) : Number(row[`prior_${name}`]);

  for (const row of await rows("governance_members")) {
    const holds = row.revoked_at === null && Number(row.member_since ?? 0) <= now;
    const [isMember, delay] = await askManager<[boolean, number]>("hasRole", row.role_id, row.account);
    expect([row.role_id, row.account, holds]).toEqual([row.role_id, row.account, isMember]);
    if (holds) expect(at(row, "execution_delay")).toBe(delay);
  }
  for (const row of await rows("governance_roles")) {
    expect(row.admin_role_id).toBe(String(await askManager("getRoleAdmin", row.role_id)));
    expect(row.guardian_role_id).toBe(String(await askManager("getRoleGuardian", row.role_id)));
    expect(at(row, "grant_delay")).toBe(await askManager("getRoleGrantDelay", row.role_id));
  }
  for (const row of await rows("governance_functions"))
    expect(row.role_id).toBe(String(await askManager("getTargetFunctionRole", row.target, row.selector)));
  for (const row of await rows("governance_targets")) {
    expect(row.is_closed).toBe(await askManager("isTargetClosed", row.target));
    expect(at(row, "admin_delay")).toBe(await askManager("getTargetAdminDelay", row.target));
    if (row.authority !== null) expect(row.authority).toBe((await askVault<Hex>("authority")).toLowerCase());
  }
  for (const row of await rows("governance_operations")) {
    const isOpen = row.state === "scheduled" && now < Number(row.expires_at);
    const nonce = await askManager<number>("getNonce", row.operation_id);
    if (Number(row.nonce) !== nonce) continue;
    expect(isOpen ? Number(row.ready_at) : 0).toBe(await askManager("getSchedule", row.operation_id));
  }
  const signers = (await rows("governance_signers")).filter(({ is_current }) => is_current);
  expect(signers).toMatchObject([
    {
      epoch: String(await askVault("signerEpoch")),
      signer: (await askVault<Hex>("signer")).toLowerCase(),
    },
  ]);
  for (const row of await rows("governance_tokens")) {
    expect(row.quantum).toBe(String(await askVault("quantumOf", row.token)));
    const limits = await askVault<Record<string, bigint>>("outflowLimits", row.token);
    const { batch_cap, outflow_capacity, outflow_refill_per_second } = row;
    expect([batch_cap, outflow_capacity, outflow_refill_per_second]).toEqual(
      Object.values(limits).map(String),
    );
  }
  expect((await rows("governance_tokens")).map(({ token }) => token)).toEqual(
    (await askVault<Hex[]>("listedTokens")).map((token) => token.toLowerCase()),
  );
  const switches = new Map(
    (await rows("governance_switches")).map(({ name, is_paused }) => [name, is_paused]),
  );
  expect(switches.get("entries") ?? false).toBe(await askVault("entriesPaused"));
  expect(switches.get("payouts") ?? false).toBe(await askVault("payoutsPaused"));
  for (const row of await rows("fairness_anchors")) {
    const at = { abi: fairnessRegistryAbi, address: registry };
    expect(row.root).toBe(await ask("rootOf", [row.kind, row.epoch], at));
  }
}

test("default: after the deployment the tables say what the contracts say", async () => {
  await expectSameAsContracts();
  expect((await rows("governance_functions")).length).toBeGreaterThan(3);
  expect((await rows("governance_roles")).map(({ label }) => label)).toContain("GUARDIAN");
});

test("behavior: roles given, changed and taken, with their delays", async () => {
  await manage({ functionName: "labelRole", args: [HELPER, "HELPER \0"] });
  await manage({ functionName: "grantRole", args: [HELPER, BOB.address, 3_600] });
  await manage({ functionName: "grantRole", args: [GUARDIAN, ALICE.address, 0] });
  await expectSameAsContracts();
  await manage({ functionName: "grantRole", args: [HELPER, BOB.address, 60] });
  await manage({ functionName: "revokeRole", args: [GUARDIAN, ALICE.address] });
  await manage({ functionName: "setRoleAdmin", args: [HELPER, GUARDIAN] });
  await manage({ functionName: "setRoleGuardian", args: [HELPER, GUARDIAN] });
  await manage({ functionName: "setGrantDelay", args: [GUARDIAN, 86_400] });
  await manage({ functionName: "setTargetAdminDelay", args: [registry, 7_200] });
  await expectSameAsContracts();
  await house.chain.pass(3_700n);
  await expectSameAsContracts();
  expect(
    (await rows("governance_members")).filter(({ account }) => account === ALICE.address.toLowerCase()),
  ).toMatchObject([{ role_id: "1", revoked_at: expect.anything() }]);
});

test("behavior: the signer, limits and brakes of the vault", async () => {
  await govern({ functionName: "rotateSigner", args: [ALICE.address] });
  const limits = { batchCap: 5n, outflowCapacity: 2n ** 64n - 1n, outflowRefillPerSecond: 7n };
  await govern({ functionName: "setOutflowLimits", args: [NATIVE_TOKEN, limits] });
  await govern({ functionName: "pauseEntries" });
  await govern({ functionName: "pausePayouts" });
  await govern({ functionName: "unpausePayouts" });
  await expectSameAsContracts();
  expect((await rows("governance_signers")).map(({ epoch }) => epoch).sort()).toEqual(["1", "2"]);
});

test("behavior: operations are scheduled, cancelled, executed, and expire", async () => {
  const { vault } = house.chain;
  const rotation = (to: Hex) =>
    encodeFunctionData({ abi: vaultAbi, functionName: "rotateSigner", args: [to] });
  const selector = rotation(BOB.address).slice(0, 10) as Hex;
  await manage({ functionName: "setTargetFunctionRole", args: [vault, [selector], HELPER] });
  for (const to of [ALICE.address, BOB.address, ADMIN.address])
    await manage({ functionName: "schedule", args: [vault, rotation(to), 0] }, BOB);
  await expectSameAsContracts();
  await manage({ functionName: "cancel", args: [BOB.address, vault, rotation(ALICE.address)] }, BOB);
  await house.chain.pass(61n);
  await manage({ functionName: "execute", args: [vault, rotation(BOB.address)] }, BOB);
  await expectSameAsContracts();
  await house.chain.pass(700_000n);
  await expectSameAsContracts();
  expect((await rows("governance_operations")).map(({ state }) => state).sort()).toEqual([
    "cancelled",
    "executed",
    "scheduled",
  ]);
});

test("behavior: roots are anchored, and a target is closed", async () => {
  const kind = keccak256(toHex("server-seeds"));
  for (const epoch of [1n, 2n]) {
    const args = [kind, epoch, keccak256(toHex(epoch))] as const;
    const data = encodeFunctionData({ abi: fairnessRegistryAbi, functionName: "anchor", args });
    await act({ address: registry, data });
  }
  await expectSameAsContracts();
  expect((await rows("fairness_anchors")).map(({ epoch }) => epoch)).toEqual([1n, 2n]);
});

test("behavior: what a reorg drops is gone from the tables", async () => {
  await house.chain.mine(2);
  await expectSameAsContracts();
  const before = await dump(house.books, session.vault);
  await manage({ functionName: "grantRole", args: [77n, ALICE.address, 5] });
  await govern({ functionName: "pausePayouts" });
  const kind = keccak256(toHex("dropped"));
  const args = [kind, 1n, kind] as const;
  await act({
    address: registry,
    data: encodeFunctionData({ abi: fairnessRegistryAbi, functionName: "anchor", args }),
  });
  await expectSameAsContracts();
  expect(await rows("governance_members")).toContainEqual(expect.objectContaining({ role_id: "77" }));

  await house.chain.reorg(3);
  await expectSameAsContracts();
  const { cursor: _, events: _events, ...after } = await dump(house.books, session.vault);
  expect(before).toMatchObject(after);
});

test("property: the same as from scratch, and replaying changes nothing", async () => {
  await catchUp();
  const cursor = await findCursor(house.books.indexer, session.vault);
  const before = await dump(house.books, session.vault);
  await house.books.owner.query("DELETE FROM governance_members WHERE vault_id = $1", [session.vault.id]);
  await replayRange(house.books.indexer, session.vault, { from: 0n, to: cursor!.number });
  expect(await dump(house.books, session.vault)).toEqual(before);

  const live = session;
  const fresh = await openListeningTenant();
  await catchUp(fresh);
  const comparable = async (vault: typeof live.vault) =>
    Object.entries(await dump(house.books, vault)).map(([table, lines]) => [
      table,
      lines.map((line) => String(line).replaceAll(/"(tenant|vault)_id":\d+,/g, "")).sort(),
    ]);
  expect(await comparable(fresh.vault)).toEqual(await comparable(live.vault));
});
