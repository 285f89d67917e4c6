import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ensureCompiled, readArtifacts } from "#scripts/deploy/artifacts.ts";
import { connectDeployer } from "#scripts/deploy/deployerChain.ts";
import { deployVault, prepareDeployment, runDeployment } from "#scripts/deploy/deployVault.ts";
import { DeploymentStopped, NonceTaken, RecordMismatch } from "#scripts/deploy/errors.ts";
import { type DeploymentRecord, type RecordStore, recordFile } from "#scripts/deploy/record.ts";
import {
  ADMIN,
  DEPLOYER_KEY,
  deployOptions,
  GUARDIAN,
  OPERATOR,
  SIGNER,
  startDeployChain,
  type TestChain,
  TREASURY,
} from "#test/scripts/deploy/support/deployChain.ts";

const TRANSACTIONS = 4;
const MOST_RUNS = 40;

let chain: TestChain;
let folder: string;
let path: string;

beforeAll(ensureCompiled);

beforeEach(async () => {
  chain = await startDeployChain();
  folder = mkdtempSync(join(tmpdir(), "fairhouse-record-"));
  path = join(folder, "31337.json");
});

afterEach(() => {
  chain.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("a deployment that is cut off", () => {
  test.each([
    ["just after every write of its record", "after"],
    ["just before every write of its record", "before"],
  ] as const)("behavior: crashes %s, and still happens once", async (_case, when) => {
    let crashes = 0;
    let vault: string | undefined;
    for (let run = 0; vault === undefined && run < MOST_RUNS; run += 1) {
      // A run that is cut off at its first write gets nothing done; one that gets to its third, two steps of a transaction.
      const left = (run % 3) + 1;
      try {
        ({ vault } = await runWith(crashingStore(recordFile(path), when, left)));
      } catch (error) {
        expect(error).toBeInstanceOf(Crash);
        crashes += 1;
      }
    }
    expect(crashes).toBeGreaterThan(2);
    expect(await deployerNonce()).toBe(TRANSACTIONS);
    const record = await recordFile(path).read();
    expect(record?.isComplete).toBe(true);
    expect(record?.contracts.Vault).toBe(vault);
  });

  test("behavior: a complete deployment is left alone", async () => {
    const options = deployOptions(chain.rpcUrl, { recordPath: path });
    const first = await deployVault(options);
    expect(await deployVault(options)).toEqual(first);
    expect(await deployerNonce()).toBe(TRANSACTIONS);
  });

  test("behavior: a transaction that waits is replaced under its own nonce when gas got dearer", async () => {
    await expect(runWith(crashingStore(recordFile(path), "after", 1))).rejects.toThrow(Crash);
    const waiting = (await recordFile(path).read())?.transactions[0]?.attempts[0]?.hash;
    await chain.node.setNextBlockBaseFeePerGas({ baseFeePerGas: 50_000_000_000n });
    await chain.node.mine({ blocks: 1 });
    await runWith(recordFile(path));
    const mined = (await recordFile(path).read())?.transactions[0]?.mined?.hash;
    expect([waiting, mined]).toEqual([expect.any(String), expect.any(String)]);
    expect(mined).not.toBe(waiting);
    expect(await deployerNonce()).toBe(TRANSACTIONS);
  });

  test("error: RecordMismatch for other settings", async () => {
    await deployVault(deployOptions(chain.rpcUrl, { recordPath: path }));
    const other = deployOptions(chain.rpcUrl, { recordPath: path, guardian: TREASURY });
    await expect(deployVault(other)).rejects.toThrow(RecordMismatch);
    expect(await deployerNonce()).toBe(TRANSACTIONS);
  });

  test("error: NonceTaken when the deployer sent something else meanwhile", async () => {
    await expect(runWith(crashingStore(recordFile(path), "after", 2))).rejects.toThrow(Crash);
    const account = privateKeyToAccount(DEPLOYER_KEY);
    const wallet = createWalletClient({ account, transport: http(chain.rpcUrl) });
    const nonce = await deployerNonce();
    await wallet.sendTransaction({ to: ADMIN, value: 1n, nonce, chain: null });
    await expect(runWith(recordFile(path))).rejects.toThrow(NonceTaken);
  });

  test("error: DeploymentStopped when the chain was begun anew under a complete record", async () => {
    await deployVault(deployOptions(chain.rpcUrl, { recordPath: path }));
    chain.stop();
    chain = await startDeployChain();
    const again = deployVault(deployOptions(chain.rpcUrl, { recordPath: path }));
    await expect(again).rejects.toThrow(DeploymentStopped);
  });
});

class Crash extends Error {}

/** A record that ends the run at its `left`th write: before it reaches the disk, or after. */
function crashingStore(store: RecordStore, when: "before" | "after", left: number): RecordStore {
  let writes = 0;
  return {
    read: () => store.read(),
    async write(record: DeploymentRecord) {
      writes += 1;
      if (writes >= left && when === "before") throw new Crash();
      await store.write(record);
      if (writes >= left && when === "after") throw new Crash();
    },
  };
}

async function runWith(store: RecordStore) {
  const settings = {
    chainId: 31_337,
    admin: ADMIN,
    guardian: GUARDIAN,
    operator: OPERATOR,
    treasury: TREASURY,
    signer: SIGNER,
    adminDelaySeconds: 60,
    treasuryDelaySeconds: 60,
    grantDelaySeconds: 60,
    nativeLimits: { batchCap: 1n, outflowCapacity: 1n, outflowRefillPerSecond: 1n },
    tokens: [],
  };
  const deployer = connectDeployer({ rpcUrl: chain.rpcUrl, deployerKey: DEPLOYER_KEY });
  const prepared = await prepareDeployment({
    chain: deployer,
    settings,
    store,
    artifacts: await readArtifacts(),
  });
  return runDeployment({ chain: deployer, settings, store, ...prepared, report: () => undefined });
}

function deployerNonce(): Promise<number> {
  return chain.client.getTransactionCount({ address: privateKeyToAccount(DEPLOYER_KEY).address });
}
