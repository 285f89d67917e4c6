import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { Hex } from "viem";
import { chainTools, deployHouse } from "#test/backend/modules/settlement/deployedHouse.ts";
import { openStage, type Stage, type StageOptions } from "#test/backend/modules/settlement/stage.ts";

export interface Ground {
  readonly rpcUrl: string;
  /** The house as it was right after its player paid in, each time: chain, books and signer. */
  open(settings: StageOptions["settings"]): Promise<Stage>;
  /** Takes the chain back, without a house. */
  rewind(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Deploys a house once, so that each run costs little: the chain goes back to a snapshot, the books are a copy of
 * the first ones, and the signer begins with an empty store.
 */
export async function prepareGround({
  databaseUrl,
  rpcUrl,
}: {
  /** A migrated, empty database that nobody else uses. */
  databaseUrl: string;
  rpcUrl: string;
}): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), "fairhouse-sim-"));
  const { node, rpc } = chainTools(rpcUrl);
  const house = await deployHouse(rpcUrl, databaseUrl);
  let snapshot: Hex = await node.snapshot();

  async function rewind(): Promise<void> {
    await rpc("anvil_dropAllTransactions");
    await node.revert({ id: snapshot });
    snapshot = await node.snapshot();
    await node.setAutomine(true);
  }

  return {
    rpcUrl,
    rewind,
    async open(settings = {}) {
      await rewind();
      const copy = await copyDatabase(databaseUrl);
      const own = join(folder, randomUUID());
      mkdirSync(own);
      const stage = await openStage({ databaseUrl: copy, rpcUrl, folder: own, house, settings });
      return {
        ...stage,
        async close() {
          await stage.close();
          await dropDatabase(copy);
        },
      };
    },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function copyDatabase(url: string): Promise<string> {
  const copy = new URL(url);
  const template = copy.pathname.slice(1);
  copy.pathname = `/sim_${randomUUID().replaceAll("-", "")}`;
  await maintain(url, `CREATE DATABASE ${copy.pathname.slice(1)} TEMPLATE ${template}`);
  return copy.href;
}

async function dropDatabase(url: string): Promise<void> {
  await maintain(url, `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
}

async function maintain(url: string, sql: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  const client = new Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
