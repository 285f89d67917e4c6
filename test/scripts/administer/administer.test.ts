import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encryptKeystoreJson } from "ethers";
import { createWalletClient, type Hex, http, parseEther } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { vaultAbi } from "#domain/abi/vault.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import { type Deployment, deployVault } from "#scripts/deploy/deployVault.ts";
import { DEV_MNEMONIC } from "#scripts/runtime/devAccounts.ts";
import {
  deployOptions,
  GUARDIAN,
  OPERATOR,
  SAFE,
  SIGNER,
  safeCode,
  startDeployChain,
  type TestChain,
  TREASURY,
} from "#test/scripts/deploy/support/deployChain.ts";
import { type Ended, runCommand } from "#test/scripts/deploy/support/runCommand.ts";
import { commandsOf } from "#test/support/documentedCommands.ts";

const HOUR = 3_600;
const DELAY = 1_800;
const NEW_SIGNER: Hex = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const ROOT: Hex = `0x${"ab".repeat(32)}`;
const QUANTA = 10n ** 9n;
/** Their places among the development chain's accounts. */
const KEYS = { guardian: 2, operator: 4, treasury: 5, player: 7 } as const;
const PLAYER = mnemonicToAccount(DEV_MNEMONIC, { addressIndex: KEYS.player }).address;

let chain: TestChain;
let house: Deployment;
let folder: string;

beforeAll(async () => {
  await ensureCompiled();
  folder = mkdtempSync(join(tmpdir(), "fairhouse-administer-"));
  chain = await startDeployChain();
  await chain.node.setCode({ address: SAFE, bytecode: safeCode(2) });
  await chain.node.setBalance({ address: SAFE, value: parseEther("1") });
  house = await deployVault(deployOptions(chain.rpcUrl, { admin: SAFE }));
});
afterAll(() => {
  chain.stop();
  rmSync(folder, { recursive: true, force: true });
});

function keyOf(who: keyof typeof KEYS): Hex {
  const { privateKey } = mnemonicToAccount(DEV_MNEMONIC, { addressIndex: KEYS[who] }).getHdKey();
  return `0x${Buffer.from(privateKey!).toString("hex")}`;
}

function administer(line: string, env: Record<string, string> = {}): Promise<Ended> {
  const place = ["--vault", house.vault, "--rpc", chain.rpcUrl];
  const args = [...line.split(" "), ...place];
  return runCommand({ script: "scripts/administer/main.ts", args, env });
}

/** As `administer`, with a key; it must do what it is told. */
async function as(who: keyof typeof KEYS, line: string): Promise<string> {
  const ended = await administer(line, { ADMINISTER_PRIVATE_KEY: keyOf(who) });
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(ended.stdout).not.toContain(keyOf(who).slice(2));
  return ended.stdout;
}

type PrintedCall = { step: string; chainId: number; from: Hex; to: Hex; data: Hex; value: string };

/** What the command prints for the Safe. */
async function callsOf(line: string): Promise<PrintedCall[]> {
  const ended = await administer(`${line} --from ${SAFE} --calldata`);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  const lines = ended.stdout.split("\n").filter((text) => text.startsWith("{"));
  return lines.map((text) => JSON.parse(text) as PrintedCall);
}

/** Sends a printed call as the Safe would. */
async function bySafe({ from, to, data, value }: PrintedCall): Promise<void> {
  await chain.node.impersonateAccount({ address: SAFE });
  const wallet = createWalletClient({ transport: http(chain.rpcUrl) });
  const request = { account: from, to, data, value: BigInt(value), chain: null } as const;
  const hash = await wallet.sendTransaction(request);
  expect((await chain.client.waitForTransactionReceipt({ hash })).status).toBe("success");
}

/** Schedules and, after the delay, executes what the command prints for the Safe. */
async function throughSafe(...lines: string[]): Promise<void> {
  const calls = await Promise.all(lines.map(callsOf));
  for (const [schedule] of calls) await bySafe(schedule!);
  await pass(HOUR);
  for (const [, execute] of calls) await bySafe(execute!);
}

async function pass(seconds: number): Promise<void> {
  await chain.node.increaseTime({ seconds });
  await chain.node.mine({ blocks: 1 });
}

function read(functionName: string, args: readonly unknown[] = []): Promise<unknown> {
  return chain.client.readContract({ address: house.vault, abi: vaultAbi, functionName, args } as never);
}

async function publish(epoch: bigint, total: bigint, entered: bigint): Promise<void> {
  await chain.node.impersonateAccount({ address: OPERATOR });
  const wallet = createWalletClient({ transport: http(chain.rpcUrl) });
  const root = total === 0n ? (`0x${"00".repeat(32)}` as const) : ROOT;
  const hash = await wallet.writeContract({
    address: house.vault,
    abi: vaultAbi,
    functionName: "publishCheckpoint",
    args: [NATIVE_TOKEN, epoch, root, total, entered, 0n],
    account: OPERATOR,
    chain: null,
  });
  const { status } = await chain.client.waitForTransactionReceipt({ hash });
  if (status !== "success") throw new Error("the vault refused the checkpoint");
}

async function scheduledIds(): Promise<string[]> {
  const args = ["--vault", house.vault, "--rpc", chain.rpcUrl];
  const { stdout } = await runCommand({ script: "scripts/deploy/check.ts", args });
  const section = stdout.split("\nScheduled\n")[1]?.split("\n\n")[0] ?? "";
  return [...section.matchAll(/0x[0-9a-f]{64}/g)].map(([id]) => id);
}

describe("npm run administer", () => {
  test("default: the guardian pauses at once, and the Safe unpauses after its delay", async () => {
    expect(await as("guardian", "pause-payouts")).toMatch(
      /^call: pausePayouts\(\) is done in 0x[0-9a-f]{64}\.\n$/,
    );
    await as("guardian", "pause-entries");
    expect([await read("payoutsPaused"), await read("entriesPaused")]).toEqual([true, true]);
    await throughSafe("unpause-payouts", "unpause-entries");
    expect([await read("payoutsPaused"), await read("entriesPaused")]).toEqual([false, false]);
  });

  test("behavior: what must wait is printed as two calls, and a dry run of either says whether it goes through", async () => {
    const line = `rotate-signer --signer ${NEW_SIGNER}`;
    const [schedule, execute] = await callsOf(line);
    expect(schedule).toMatchObject({
      step: "schedule",
      chainId: 31_337,
      to: house.accessManager,
      value: "0",
    });
    expect(execute).toMatchObject({ step: "execute", from: SAFE, to: house.accessManager });
    const dry = () => administer(`${line} --from ${SAFE} --dry-run`);
    expect((await dry()).stdout).toContain(`schedule: rotateSigner(${NEW_SIGNER}) would go through.`);
    await bySafe(schedule!);
    expect((await dry()).stdout).toMatch(/is scheduled as 0x[0-9a-f]{64}: run this again from 20/);
    // The first call is behind it, so only the second is printed.
    expect(await callsOf(line)).toEqual([execute]);
    await pass(HOUR);
    expect((await dry()).stdout).toContain("execute: rotateSigner");
    await bySafe(execute!);
    expect([await read("signer"), await read("signerEpoch")]).toEqual([NEW_SIGNER, 2n]);
    await throughSafe(`rotate-signer --signer ${SIGNER}`);
  });

  test("behavior: a signer that is named again stays, and what it signed is void", async () => {
    await throughSafe(`rotate-signer --signer ${SIGNER}`);
    expect([await read("signer"), await read("signerEpoch")]).toEqual([SIGNER, 4n]);
  });

  test("behavior: with a key, the same command schedules and, after the delay, executes", async () => {
    await as("player", `deposit --quanta ${5n * QUANTA}`);
    await publish(1n, 0n, 5n * QUANTA);
    const line = `treasury-transfer --token ${NATIVE_TOKEN} --to ${NEW_SIGNER} --quanta ${QUANTA}`;
    const before = await chain.client.getBalance({ address: NEW_SIGNER });
    const first = await as("treasury", line);
    expect(first).toContain("schedule: treasuryTransfer(");
    expect(first).toMatch(/run this again from 20\S+Z on, and before 20/);
    expect(await as("treasury", line)).not.toContain("is done");
    await pass(DELAY);
    expect(await as("treasury", line)).toContain("execute: treasuryTransfer(");
    expect((await chain.client.getBalance({ address: NEW_SIGNER })) - before).toBe(parseEther("1"));
  });

  test("behavior: the guardian cancels the treasury's transfer by the id that check-deployment prints", async () => {
    const line = `treasury-transfer --token ${NATIVE_TOKEN} --to ${TREASURY} --quanta ${QUANTA}`;
    await as("treasury", line);
    const [id, ...others] = await scheduledIds();
    expect(others).toEqual([]);
    const refused = await administer(`cancel --operation ${id} --from ${OPERATOR} --dry-run`);
    expect(refused.stderr).toMatch(/^The vault or the node refused: AccessManagerUnauthorizedCancel\(/);
    expect(await as("guardian", `cancel --operation ${id} --from-block 0`)).toContain(`cancel(`);
    expect(await scheduledIds()).toEqual([]);
    const again = await administer(`cancel --operation ${id} --from ${GUARDIAN} --dry-run`);
    expect(again).toMatchObject({ code: 1 });
    expect(again.stderr).toMatch(/^Nothing is scheduled under 0x/);
  });

  test("behavior: an operator is dismissed and another one named, and limits are set", async () => {
    const grant = "--role operator --account";
    const limits = `--token ${NATIVE_TOKEN} --batch-cap 10 --capacity 20 --refill 1`;
    await throughSafe(
      `revoke --role operator --account ${OPERATOR}`,
      `grant ${grant} ${NEW_SIGNER} --delay 0`,
      `set-limits ${limits}`,
    );
    expect(await read("outflowLimits", [NATIVE_TOKEN])).toEqual({
      batchCap: 10n,
      outflowCapacity: 20n,
      outflowRefillPerSecond: 1n,
    });
    await expect(publish(2n, 0n, 5n * QUANTA)).rejects.toThrow("the vault refused");
    const nobody = await administer(`revoke --role operator --account ${OPERATOR} --from ${SAFE} --calldata`);
    expect(nobody.stderr).toBe(`${OPERATOR} does not hold OPERATOR.\n`);
    await throughSafe(
      `revoke --role operator --account ${NEW_SIGNER}`,
      `grant ${grant} ${OPERATOR} --delay 0`,
    );
    await publish(2n, 0n, 5n * QUANTA);
  });

  test("behavior: the key may lie in an encrypted keystore", async () => {
    const keystore = join(folder, "guardian.json");
    const options = { scrypt: { N: 1_024, r: 8, p: 1 } };
    const account = { address: GUARDIAN, privateKey: keyOf("guardian") };
    writeFileSync(keystore, await encryptKeystoreJson(account, "correct horse", options));
    const line = `pause-payouts --keystore ${keystore}`;
    expect((await administer(line)).stderr).toMatch(/^Set ADMINISTER_KEYSTORE_PASSWORD/);
    const wrong = await administer(line, { ADMINISTER_KEYSTORE_PASSWORD: "wrong horse" });
    expect(wrong.stderr).toMatch(/^ADMINISTER_KEYSTORE_PASSWORD does not open the keystore/);
    expect(await administer(line, { ADMINISTER_KEYSTORE_PASSWORD: "correct horse" })).toMatchObject({
      code: 0,
    });
    await throughSafe("unpause-payouts");
  });

  test("behavior: every line of the runbooks goes through", async () => {
    const known = { $SAFE: SAFE, $OLD: GUARDIAN, $NEW: PLAYER, $NEW_SIGNER: NEW_SIGNER, $QUANTA: "1" };
    const places = { $VAULT: house.vault, $RPC: chain.rpcUrl };
    const amounts = { N: "1", "0x…": PLAYER };
    const lines = ["docs/SECURITY.md", "docs/OPERATIONS.md"]
      .flatMap((page) => commandsOf(page, { ...known, ...places, ...amounts }))
      .filter(({ name, args }) => name === "administer" && args.length > 0)
      .map(({ args }) => args.join(" "))
      // What they need first, a scheduled transfer and a credit, other tests see to.
      .filter((line) => !/^(cancel|claim-credit) /.test(line));
    expect(lines.length).toBeGreaterThan(10);
    for (const line of new Set(lines)) {
      const tried = line
        .replace("--calldata", "--dry-run")
        .replace("--keystore guardian.json", `--from ${GUARDIAN} --dry-run`)
        .replace("--keystore bankroll.json", `--from ${PLAYER} --dry-run`)
        .replace(/^(revoke --role operator .*) 0x\w+ --vault/, `$1 ${OPERATOR} --vault`)
        .replace(/^(treasury-transfer .*--from) 0x\w+/, `$1 ${TREASURY}`);
      const { code, stdout, stderr } = await runCommand({
        script: "scripts/administer/main.ts",
        args: tried.split(" "),
      });
      expect({ code, stderr }, line).toEqual({ code: 0, stderr: "" });
      expect(stdout, line).toContain("would go through");
    }
  });

  test("error: who may not do it is told what it takes", async () => {
    const asPlayer = await administer("pause-payouts", { ADMINISTER_PRIVATE_KEY: keyOf("player") });
    expect(asPlayer.code).toBe(1);
    expect(asPlayer.stderr).toContain(`${PLAYER} may not pausePayouts(): it takes GUARDIAN`);
    const grant = await administer(
      `grant --role guardian --account ${PLAYER} --delay 0 --from ${GUARDIAN} --dry-run`,
    );
    expect(grant.stderr).toContain("it takes ADMIN");
    const credit = await administer(
      `claim-credit --token ${NATIVE_TOKEN} --to ${PLAYER} --from ${PLAYER} --dry-run`,
    );
    expect(credit.stderr).toContain("refused: NoCredit(");
    const other = await administer(`pause-payouts --from ${GUARDIAN}`, {
      ADMINISTER_PRIVATE_KEY: keyOf("player"),
    });
    expect(other.stderr).toBe(`The key is that of ${PLAYER}, not of ${GUARDIAN}.\n`);
    expect((await administer("pause-payouts")).stderr).toMatch(/^Set ADMINISTER_PRIVATE_KEY/);
  });

  test("error: a wrong vault or node is named without the URL", async () => {
    const script = "scripts/administer/main.ts";
    const from = ["--from", GUARDIAN, "--dry-run"];
    const noVault = await runCommand({
      script,
      args: ["pause-payouts", "--vault", PLAYER, "--rpc", chain.rpcUrl, ...from],
    });
    expect(noVault.stderr).toBe(`Chain 31337 has no vault at ${PLAYER}.\n`);
    const noNode = await runCommand({
      script,
      args: ["pause-payouts", "--vault", house.vault, "--rpc", "http://127.0.0.1:9/secret", ...from],
    });
    expect(noNode).toMatchObject({ code: 1 });
    expect(noNode.stderr).toMatch(/^The node gave no answer: /);
    expect(noNode.stderr).not.toContain("secret");
  });
});
