import type pg from "pg";
import type { Entropy } from "#backend/adapters/entropy.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { crashChainKind } from "#domain/games/crash/anchorKind.ts";
import {
  type ChainRow,
  findFinalBlock,
  findLiveChains,
  findRegistryVault,
  insertChain,
  recordAnchors,
  saveSalt,
} from "./chain.store.ts";
import { makeChain } from "./chainLinks.ts";
import type { Lead, TableSettings } from "./table.ts";
import { findTable, holdFence } from "./tables.store.ts";

/** The salt is the hash of the block so many after the one that holds the anchor. */
const SALT_DISTANCE_BLOCKS = 3;
/** The next chain is made when no more than this share of the current one is left. */
const REMAINING_SHARE = 10;
const SECRET_BYTES = 32;

/** The chain's final blocks, by number. */
export interface FinalBlocks {
  /** Lower-case 0x hex. @throws when the chain cannot be asked */
  hashOf(blockNumber: bigint): Promise<string>;
}

export interface ChainKeeperOptions {
  readonly pool: pg.Pool;
  readonly cipher: SeedCipher;
  readonly entropy: Entropy;
  readonly blocks: FinalBlocks;
  readonly chainId: number;
}

/**
 * Sees to it that there is a chain to play: makes the next one in time, and completes those that have been anchored. What
 * sends a root to the registry is the worker.
 *
 * @throws Deposed, and what the chain throws; the next look goes on where this one ended
 */
export async function keepChains(
  options: ChainKeeperOptions,
  { lead, settings }: { readonly lead: Lead; readonly settings: TableSettings },
): Promise<void> {
  const { pool } = options;
  if (await needsChain(pool, lead)) await makeNext(options, lead, settings);
  await inTransaction(pool, async (client) => {
    await holdFence(client, lead);
    await recordAnchors(client, lead, SALT_DISTANCE_BLOCKS);
  });
  for (const chain of await findLiveChains(pool, lead)) await saltIfDue(options, lead, chain);
}

/** The oldest chain that can be played. */
export async function findPlayableChain(pool: pg.Pool, lead: Lead): Promise<ChainRow | undefined> {
  return (await findLiveChains(pool, lead)).find(({ salt }) => salt !== null);
}

async function needsChain(pool: pg.Pool, lead: Lead): Promise<boolean> {
  const chains = await findLiveChains(pool, lead);
  const [current] = chains;
  if (current === undefined) return true;
  const left = current.games - current.played;
  return chains.length === 1 && left <= Math.ceil(current.games / REMAINING_SHARE);
}

/** Makes a chain for the table as it is set up; if that changes meanwhile, none, and the next look makes another one. */
async function makeNext(
  { pool, cipher, entropy, chainId }: ChainKeeperOptions,
  lead: Lead,
  { edgeBps, chainGames }: TableSettings,
): Promise<void> {
  const { tenantId, currency } = lead;
  const vaultId = await findRegistryVault(pool, tenantId, chainId);
  if (vaultId === undefined) return;
  const secret = entropy.bytes(SECRET_BYTES).toString("hex");
  const made = await makeChain({ cipher, tenantId }, { secret, games: chainGames });
  await inTransaction(pool, async (client) => {
    await holdFence(client, lead);
    // Making it takes seconds. From here on nobody sets the table up: an edge that holds no more is not committed to.
    const table = await findTable(client, lead);
    if (table?.edgeBps !== edgeBps || table.chainGames !== chainGames) return;
    await insertChain(client, vaultId, {
      tenantId,
      currency,
      kind: crashChainKind(currency),
      edgeBps,
      ...made,
    });
  });
}

async function saltIfDue(
  { pool, blocks }: ChainKeeperOptions,
  lead: Lead,
  { id, vault_id: vaultId, salt, salt_block: saltBlock }: ChainRow,
): Promise<void> {
  if (salt !== null || saltBlock === null) return;
  const final = await findFinalBlock(pool, vaultId);
  if (final === undefined || final < saltBlock) return;
  const hash = await blocks.hashOf(saltBlock);
  await inTransaction(pool, async (client) => {
    await holdFence(client, lead);
    await saveSalt(client, { tenantId: lead.tenantId, chainId: id, salt: hash.slice("0x".length) });
  });
}
