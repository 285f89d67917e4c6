import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Hex, parseEther } from "viem";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { vaultAbi } from "#domain/abi/vault.ts";
import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import { demoWallets } from "#scripts/start/demoWallets.ts";
import { StartRefused } from "#scripts/start/errors.ts";
import { ensureVault } from "#scripts/start/vault.ts";
import { SIGNER, startDeployChain, type TestChain } from "#test/scripts/deploy/support/deployChain.ts";

const BANKROLL = parseEther("5000");

let chain: TestChain;
let folder: string;
let vaultFile: string;

beforeAll(ensureCompiled);

beforeEach(async () => {
  chain = await startDeployChain();
  folder = mkdtempSync(join(tmpdir(), "fairhouse-vault-"));
  vaultFile = join(folder, "vault.json");
});

afterEach(() => {
  chain.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("ensureVault", () => {
  test("default: deploys once, and fills the bankroll once", async () => {
    const first = await ensure();
    expect(await ensure()).toEqual(first);
    expect(await chain.client.getBalance({ address: first.address })).toBe(BANKROLL);
    expect(JSON.parse(readFileSync(vaultFile, "utf8"))).toEqual(first);
  });

  test("behavior: a start that was cut off before it was remembered goes on with what it deployed", async () => {
    const failing = ensure({ signer: async () => SIGNER, bankrollKey: `0x${"77".repeat(32)}` });
    await expect(failing).rejects.toThrow();
    const nonce = await deployerNonce();
    await ensure();
    expect(await deployerNonce()).toBe(nonce);
  });

  test("behavior: what a cut-off start left is given up when the settings changed meanwhile", async () => {
    const failing = ensure({ signer: async () => SIGNER, bankrollKey: `0x${"77".repeat(32)}` });
    await expect(failing).rejects.toThrow();
    const other = demoWallets().alice.address;
    const { address } = await ensure({ signer: async () => other });
    const signer = { address, abi: vaultAbi, functionName: "signer" } as const;
    expect(await chain.client.readContract(signer)).toBe(other);
  });

  test("error: StartRefused when the chain has lost the vault", async () => {
    await ensure();
    chain.stop();
    chain = await startDeployChain();
    await expect(ensure()).rejects.toThrow("npm start -- --fresh");
  });

  test("error: StartRefused for a vault of an earlier version", async () => {
    const { address } = await ensure();
    await chain.node.setCode({ address, bytecode: "0x600160015500" });
    await expect(ensure()).rejects.toThrow(StartRefused);
    await expect(ensure()).rejects.toThrow("earlier version");
  });

  test("error: StartRefused for a record of an earlier version", async () => {
    const { fairnessRegistry: _unknownThen, ...older } = await ensure();
    writeFileSync(vaultFile, JSON.stringify(older));
    await expect(ensure()).rejects.toThrow("earlier version");
  });
});

/** Ensures the local vault; a bankroll key without coins cuts the start off after the deployment. */
function ensure({
  signer = async () => SIGNER,
  bankrollKey,
}: {
  signer?: () => Promise<Hex>;
  bankrollKey?: Hex;
} = {}) {
  const wallets = demoWallets();
  const bankroll = { ...wallets.bankroll, ...(bankrollKey && { privateKey: bankrollKey }) };
  const input = { rpcUrl: chain.rpcUrl, chainId: 31_337, vaultFile, wallets: { ...wallets, bankroll } };
  return ensureVault({ ...input, signer });
}

function deployerNonce(): Promise<number> {
  return chain.client.getTransactionCount({ address: demoWallets().admin.address });
}
