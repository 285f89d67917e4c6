import type pg from "pg";
import type { SettledVault, Settlement } from "#backend/modules/settlement/settlement.ts";
import { submitTransaction } from "#backend/modules/settlement/submitTransaction.ts";
import { buildLiabilitiesTree, type LiabilitiesTree } from "#domain/ledger/liabilitiesTree.ts";
import { buildCheckpoint, type StoredCheckpoint } from "./buildCheckpoint.ts";
import {
  type CheckpointCurrency,
  findCurrencies,
  findNewest,
  findPublished,
  hasUncarriedBatch,
  type NewestCheckpoint,
} from "./checkpoint.store.ts";
import { expandLeaves } from "./packedLeaves.ts";
import { publishPayload } from "./publishPayload.ts";

/** How old a checkpoint may get while nothing else calls for the next one. */
const CHECKPOINT_INTERVAL_MS = 3_600_000;
/** A checkpoint that the vault refuses, or that came to nothing, is built anew after so long. */
const REBUILD_AFTER_MS = 60_000;

/**
 * Builds and sends the checkpoints of a vault that are due: hourly, and whenever a built batch has none that carries
 * it. A stop of payouts does not stop them: players must be able to prove what they are owed just then.
 *
 * Each currency goes its own way; the first failure is thrown when all have been looked at.
 */
export async function publishDueCheckpoints(settlement: Settlement, vault: SettledVault): Promise<void> {
  const failures: unknown[] = [];
  for (const currency of await findCurrencies(settlement.pool, vault)) {
    try {
      await publishIfDue(settlement, vault, currency);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function publishIfDue(
  settlement: Settlement,
  vault: SettledVault,
  currency: CheckpointCurrency,
): Promise<void> {
  const { pool } = settlement;
  const newest = await findNewest(pool, vault, currency.code);
  if (newest?.status === "built" && newest.isOnItsWay) return;
  if (newest !== null && newest.status !== "built" && !(await isDue(pool, vault, currency, newest))) return;
  if (!(await isChainReady(settlement, vault, currency, newest))) return;

  const checkpoint = await nextCheckpoint(pool, vault, currency, newest);
  const payload = checkpoint && (await publishPayload(settlement, vault, checkpoint.id));
  if (!checkpoint || !payload) return;
  const purpose = { kind: "checkpoint", checkpointId: checkpoint.id, root: checkpoint.root } as const;
  await submitTransaction(settlement, vault, { purpose, payload });
}

async function isDue(
  pool: pg.Pool,
  vault: SettledVault,
  { code }: CheckpointCurrency,
  { ageMs }: NewestCheckpoint,
): Promise<boolean> {
  return ageMs >= CHECKPOINT_INTERVAL_MS || hasUncarriedBatch(pool, vault, code);
}

/** Whether the vault waits for just the epoch that comes next in the books; if not, the indexer has yet to catch up. */
async function isChainReady(
  { chain, alerts }: Settlement,
  vault: SettledVault,
  { code, token }: CheckpointCurrency,
  newest: NewestCheckpoint | null,
): Promise<boolean> {
  const state = await chain.checkpointState(vault.address, token);
  if (state.isExitActive) return false;
  if (newest?.status === "built" && state.epoch === newest.epoch && state.root !== newest.root) {
    const details = { epoch: String(state.epoch), published: state.root, built: newest.root };
    alerts.raise("checkpoint_epoch_taken", vault, `vault ${vault.id} ${code}`, details);
  }
  const published = newest === null ? 0n : newest.status === "built" ? newest.epoch - 1n : newest.epoch;
  return state.epoch === published;
}

/** The next epoch; or the one that was built and not sent: as it is while it is fresh, anew after that. */
async function nextCheckpoint(
  pool: pg.Pool,
  vault: SettledVault,
  currency: CheckpointCurrency,
  newest: NewestCheckpoint | null,
): Promise<StoredCheckpoint | null> {
  if (newest?.status !== "built") return buildCheckpoint(pool, vault, currency, (newest?.epoch ?? 0n) + 1n);
  if (newest.ageMs < REBUILD_AFTER_MS) return newest;
  return buildCheckpoint(pool, vault, currency, newest.epoch);
}

/** A published checkpoint with its whole tree, which every proof is taken from. */
export interface PublishedTree {
  readonly epoch: bigint;
  readonly tree: LiabilitiesTree;
}

/**
 * The last published checkpoint of a currency, for the proofs that the signer asks for.
 * @returns null when there is none, or its leaves are not known here
 */
export async function findPublishedTree(
  pool: pg.Pool,
  vault: SettledVault,
  currency: string,
): Promise<PublishedTree | null> {
  const published = await findPublished(pool, vault, currency);
  if (published === null) return null;
  const tree = buildLiabilitiesTree(published.token, await expandLeaves(published.leaves));
  return { epoch: published.epoch, tree };
}
