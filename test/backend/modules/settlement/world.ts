import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hex } from "viem";
import { createTestDatabase, startTestChain } from "#test/support/services.ts";
import { admin, deployHouse, keyOf, operator, sender } from "./deployedHouse.ts";
import { openStage, type StageOptions } from "./stage.ts";
import { payIn, type TestToken } from "./testToken.ts";

export { CHAIN_ID, PLAYER_QUANTA } from "./deployedHouse.ts";
export { FINALITY_DEPTH } from "./stage.ts";

/** PUSH1 0, PUSH1 0, REVERT: code that refuses every payment. */
const REFUSING_CODE = "0x60006000fd";
/** JUMPDEST, PUSH1 0, JUMP: code that burns all its gas. */
const BURNING_CODE = "0x5b600056";

export interface WorldOptions
  extends Pick<StageOptions, "settings" | "maxRecipientDayQuanta" | "maxBatchQuanta"> {
  /** A token that the vault takes too, into which the player has paid as well. */
  readonly token?: TestToken;
  /** Whether the house anchors what it commits itself to. */
  readonly hasRegistry?: boolean;
}
export type World = Awaited<ReturnType<typeof createWorld>>;

/** A funded vault, a signer behind its socket, a database with its indexer, and workers: each test has its own. */
export async function createWorld({ token, hasRegistry, ...options }: WorldOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "fairhouse-settle-"));
  const database = await createTestDatabase();
  const { url: rpcUrl } = token ?? (await startTestChain());
  const house = await deployHouse(rpcUrl, database.url, token && [token.listing], hasRegistry);
  if (token !== undefined) await payIn(token, house.vault, database.url);
  const stage = await openStage({ ...options, databaseUrl: database.url, rpcUrl, folder, house });
  return {
    ...stage,
    folder,
    registry: house.registry,
    admin,
    senderKey: keyOf(sender),
    operatorKey: keyOf(operator),
    refuseCoins: (address: Hex) => stage.node.setCode({ address, bytecode: REFUSING_CODE }),
    burnGas: (address: Hex) => stage.node.setCode({ address, bytecode: BURNING_CODE }),
    async close() {
      await stage.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
