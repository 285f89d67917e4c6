import { randomUUID } from "node:crypto";
import type { Hex } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { vaultAbi } from "#domain/abi/vault.ts";
import { deployVault } from "#scripts/deploy/deployVault.ts";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";
import {
  admin,
  BNB_QUANTA,
  CHAIN_ID,
  chainTools,
  deployer,
  keyOf,
  operator as operatorKey,
  player as payer,
  sender,
} from "#test/backend/modules/settlement/deployedHouse.ts";
import { SIGNER_ADDRESS } from "#test/backend/modules/settlement/localSigner.ts";
import { startTestChain } from "#test/support/services.ts";

const NATIVE = "0x0000000000000000000000000000000000000000";
const DELAY_SECONDS = 3_600;
const RECEIVER: Hex = `0x${"7e".repeat(20)}`;
const DEPOSITED = 10n * BNB_QUANTA;
const OWED = 4n * BNB_QUANTA;

let tools: ReturnType<typeof chainTools>;
let vault: Hex;
let api: TestApi;
let operator: SignedIn;
let player: SignedIn;
beforeAll(async () => {
  const { url: rpcUrl } = await startTestChain();
  tools = chainTools(rpcUrl);
  const deployment = await deployVault({
    rpcUrl,
    chainId: CHAIN_ID,
    deployerKey: keyOf(deployer),
    admin: admin.address,
    guardian: admin.address,
    operator: operatorKey.address,
    treasury: admin.address,
    treasuryDelaySeconds: DELAY_SECONDS,
    signer: SIGNER_ADDRESS,
    adminDelaySeconds: 0,
    batchCapQuanta: BNB_QUANTA,
    outflowCapacityQuanta: 3n * BNB_QUANTA,
    outflowRefillQuantaPerSecond: 1n,
  });
  vault = deployment.vault.toLowerCase() as Hex;
  await mined(
    tools.wallet.writeContract({
      address: vault,
      abi: vaultAbi,
      functionName: "deposit",
      value: DEPOSITED * 10n ** 9n,
      account: payer,
    }),
  );
  api = await TestApi.start({ RPC_URLS: rpcUrl });
  await api.sql.query(
    "INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address) VALUES ($1, $2, $3, 1, $3)",
    [api.tenantId, CHAIN_ID, vault],
  );
  operator = await api.staff("operator");
  player = await api.player();
});
afterAll(() => api.stop());

let snapshot: Hex;
beforeEach(async () => {
  if (snapshot !== undefined) await tools.node.revert({ id: snapshot });
  snapshot = await tools.node.snapshot();
  // What the API remembers of the chain is a few seconds old at most.
  clockMs += 60_000;
  api.shiftClock(clockMs);
});
let clockMs = 0;

async function mined(sending: Promise<Hex>): Promise<void> {
  const receipt = await tools.client.waitForTransactionReceipt({ hash: await sending });
  expect(receipt.status).toBe("success");
}

const publish = () =>
  mined(
    tools.wallet.writeContract({
      address: vault,
      abi: vaultAbi,
      functionName: "publishCheckpoint",
      args: [NATIVE, 1n, `0x${"ab".repeat(32)}`, OWED, DEPOSITED, 0n],
      account: operatorKey,
    }),
  );
const wish = { currency: "BNB", amount: String(BNB_QUANTA), to: RECEIVER, from: admin.address };
const plan = (body: object, user = operator) =>
  api.call("/v1/treasury/transfer", {
    method: "POST",
    body,
    token: user.accessToken,
    headers: { "Idempotency-Key": randomUUID() },
  });

describe("GET /treasury/summary", () => {
  test("default: what the chain says stands beside the books", async () => {
    await publish();
    const { status, body } = await api.call("/v1/treasury/summary");
    expect(status).toBe(200);
    expect(body.vaults).toMatchObject([
      {
        vault,
        currency: "BNB",
        balance: String(DEPOSITED),
        liabilities: String(OWED),
        surplus: String(DEPOSITED - OWED),
        credits: "0",
        outflowRoom: String(3n * BNB_QUANTA),
        signerEpoch: "1",
        arePayoutsPaused: false,
        isExitActive: false,
        checkpoint: { epoch: "1", total: String(OWED) },
      },
    ]);
    expect(body.gas).toBeNull();
  });

  test("behavior: without a checkpoint everything that came in is owed", async () => {
    const { body } = await api.call("/v1/treasury/summary");
    expect(body.vaults).toMatchObject([{ surplus: "0", checkpoint: null }]);
  });

  test("behavior: staff sees the gas money of whoever sent last", async () => {
    await api.sql.query(
      `WITH batch AS (
         INSERT INTO payout_batches (tenant_id, id, vault_id, currency, total, entry_count, entries, entries_hash,
           signer_epoch, deadline, status)
         SELECT $1, $2, max(id), 'BNB', 1, 1, '0x' || repeat('0', 64), $2, 1, 1, 'signed' FROM vaults RETURNING *)
       INSERT INTO chain_transactions (tenant_id, chain_id, sender, nonce, vault_id, batch_id, status)
       SELECT $1, $3, $4, 0, vault_id, id, 'final' FROM batch`,
      [api.tenantId, `0x${"1".repeat(64)}`, CHAIN_ID, sender.address.toLowerCase()],
    );
    const balanceWei = String(await tools.client.getBalance({ address: sender.address }));
    const { body } = await api.call("/v1/treasury/summary", { token: operator.accessToken });
    expect(body.gas).toEqual([{ address: sender.address.toLowerCase(), pays: "payouts", balanceWei }]);
    expect((await api.call("/v1/treasury/summary", { token: player.accessToken })).body.gas).toBeNull();
  });
});

describe("POST /treasury/transfer", () => {
  test("default: the plan's calls, made in their order, transfer the amount", async () => {
    await publish();
    const { status, body } = await plan(wish);
    expect(status).toBe(200);
    expect(body).toMatchObject({ vault, delaySeconds: DELAY_SECONDS, surplus: String(DEPOSITED - OWED) });
    expect(body.steps.map(({ name }: { name: string }) => name)).toEqual(["schedule", "execute"]);
    const [schedule, execute] = body.steps;
    const call = ({ to, data }: { to: Hex; data: Hex }) =>
      tools.wallet.sendTransaction({ to, data, account: admin });
    await expect(call(execute)).rejects.toThrow();
    await mined(call(schedule));
    await expect(call(execute)).rejects.toThrow();
    await tools.node.increaseTime({ seconds: execute.afterSeconds });
    await mined(call(execute));
    expect(await tools.client.getBalance({ address: RECEIVER })).toBe(10n ** 18n);
  });

  test.each([
    ["SURPLUS_EXCEEDED", { amount: String(DEPOSITED - OWED + 1n) }],
    ["TREASURY_ROLE_MISSING", { from: payer.address }],
    ["TREASURY_RECEIVER_UNFIT", { to: NATIVE }],
    ["UNKNOWN_CURRENCY", { currency: "DOGE" }],
    ["INVALID_INPUT", { amount: "0" }],
    ["INVALID_INPUT", { amount: "-5" }],
  ])("error: %s %j", async (code, change) => {
    await publish();
    expect((await plan({ ...wish, ...change })).body.code).toBe(code);
  });

  test("error: CheckpointStale", async () => {
    expect((await plan(wish)).body).toMatchObject({ status: 409, code: "CHECKPOINT_STALE" });
    await publish();
    await tools.node.increaseTime({ seconds: 86_500 });
    await tools.node.mine({ blocks: 1 });
    expect((await plan(wish)).body).toMatchObject({
      code: "CHECKPOINT_STALE",
      values: { maxAgeSeconds: "86400" },
    });
  });

  test("error: ExitUnderWay", async () => {
    await tools.node.increaseTime({ seconds: 8 * 86_400 });
    await mined(
      tools.wallet.writeContract({
        address: vault,
        abi: vaultAbi,
        functionName: "activateExit",
        account: payer,
      }),
    );
    expect((await plan(wish)).body).toMatchObject({ status: 409, code: "EXIT_UNDER_WAY" });
  });

  test("error: Forbidden, Unauthenticated", async () => {
    expect((await plan(wish, player)).body.code).toBe("FORBIDDEN");
    const answer = await api.call("/v1/treasury/transfer", { method: "POST", body: wish });
    expect(answer.body.code).toBe("UNAUTHENTICATED");
  });
});
