import type { FinalBlock } from "#backend/adapters/finalReader.ts";
import type { Receipt } from "#backend/adapters/receipt.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { broadcastAttempt, isFiller } from "./attempt.ts";
import { storeFailure } from "./batch.store.ts";
import { findFinalBlock } from "./finality.store.ts";
import type { Hurried } from "./hurry.ts";
import { subjectOf } from "./purpose.ts";
import { replaceAttempt } from "./replaceAttempt.ts";
import { addressOf, type SettledVault, type Settlement } from "./settlement.ts";
import {
  type Attempt,
  findOpenTransactions,
  markBroadcast,
  type OpenTransaction,
  setTransactionStatus,
} from "./transaction.store.ts";

/** Batches that have a transaction which may still pay them, or did. */
export type InFlight = ReadonlySet<Hex>;

interface Watch {
  readonly settlement: Settlement;
  readonly vault: SettledVault;
  /** Undefined before there is one. */
  readonly final: FinalBlock | undefined;
  readonly isStopped: boolean;
  readonly hurried: Hurried;
}

/**
 * Looks after every nonce of the sender and the operator until it is settled for good: re-sends what the network
 * lost, replaces what waits too long, and notices what a reorganisation dropped.
 */
export async function watchTransactions(
  settlement: Settlement,
  vault: SettledVault,
  { isStopped, hurried }: Pick<Watch, "isStopped" | "hurried">,
): Promise<InFlight> {
  const inFlight = new Set<Hex>();
  const senders = [settlement.sender, settlement.operator].map(addressOf);
  const open = await findOpenTransactions(settlement.pool, vault, senders);
  if (open.length === 0) return inFlight;
  const final = await findFinalBlock(settlement.pool, vault);
  const watch = { settlement, vault, final, isStopped, hurried };
  for (const transaction of open) {
    const mayTakeEffect = await follow(watch, transaction);
    const { purpose } = transaction;
    if (mayTakeEffect && purpose.kind === "batch") inFlight.add(purpose.batchId);
  }
  return inFlight;
}

/** @returns whether one of the transaction's versions may still do, or did, what it was sent for */
async function follow(watch: Watch, transaction: OpenTransaction): Promise<boolean> {
  const mined = await findMined(watch.settlement, transaction);
  if (mined !== null) return followMined(watch, transaction, mined);
  return followUnmined(watch, transaction);
}

interface Mined {
  readonly attempt: Attempt;
  readonly receipt: Receipt;
}

/** Any version may be the one that was mined, not just the newest. */
async function findMined({ chain }: Settlement, { attempts }: OpenTransaction): Promise<Mined | null> {
  for (const attempt of attempts.toReversed()) {
    const receipt = await chain.receiptOf(attempt.hash);
    if (receipt !== null) return { attempt, receipt };
  }
  return null;
}

async function followMined(watch: Watch, transaction: OpenTransaction, mined: Mined): Promise<boolean> {
  const { settlement } = watch;
  const { attempt, receipt } = mined;
  const { id, tenantId, sender, purpose } = transaction;
  const filler = isFiller(attempt, sender);
  if (transaction.status === "pending") {
    // The reply to the broadcast may have been lost; that it was mined says the same.
    const broadcast = { tenantId, transactionId: id, purpose, hash: attempt.hash, isFiller: filler };
    await inTransaction(settlement.pool, (client) => markBroadcast(client, broadcast));
    settlement.countGas?.(purpose.kind, receipt.gasCostWei);
    if (!receipt.hasSucceeded) await noteRevert(settlement, transaction, attempt);
  }
  const isFinal = await isMinedForGood(watch, transaction, mined);
  const settled = filler ? "cancelled" : "final";
  await setTransactionStatus(settlement.pool, id, isFinal ? settled : "mined");
  return receipt.hasSucceeded && !filler;
}

/** Whether the node that knows the final block has the same version mined there, and with the same result. */
async function isMinedForGood(
  watch: Watch,
  transaction: OpenTransaction,
  { attempt, receipt }: Mined,
): Promise<boolean> {
  const { final } = watch;
  if (final === undefined || receipt.blockNumber > final.number) return false;
  const mined = await watch.settlement.chain.finalMined(hashesOf(transaction), final);
  if (mined === null || mined.receipt.blockNumber > final.number) return false;
  return mined.hash === attempt.hash && mined.receipt.hasSucceeded === receipt.hasSucceeded;
}

function hashesOf({ attempts }: OpenTransaction): Hex[] {
  return attempts.map(({ hash }) => hash);
}

async function noteRevert(
  { pool, alerts }: Settlement,
  transaction: OpenTransaction,
  { hash }: Attempt,
): Promise<void> {
  const { tenantId, purpose } = transaction;
  alerts.raise("transaction_reverted", transaction, subjectOf(purpose), { hash });
  // The next simulation names the cause, or finds that the batch was paid by somebody else.
  if (purpose.kind === "batch")
    await storeFailure(pool, { tenantId, batchId: purpose.batchId, failure: "TRANSACTION_REVERTED" });
}

async function followUnmined(watch: Watch, transaction: OpenTransaction): Promise<boolean> {
  const { settlement, isStopped } = watch;
  const { purpose } = transaction;
  const subject = subjectOf(purpose);
  if (transaction.status === "mined") {
    settlement.alerts.raise("transaction_dropped", transaction, subject, {
      nonce: String(transaction.nonce),
    });
    await setTransactionStatus(settlement.pool, transaction.id, "pending");
  }
  if (await isNonceTaken(watch, transaction)) {
    // The key was used elsewhere. None of these bytes can ever be mined, so the purpose needs another nonce.
    settlement.alerts.raise("nonce_taken", transaction, subject, { nonce: String(transaction.nonce) });
    await setTransactionStatus(settlement.pool, transaction.id, "cancelled");
    return false;
  }
  // A stop of payouts holds batches back. What else is sent pays nobody, and players need it most when all else stands.
  if (!isStopped || purpose.kind !== "batch") await pushOn(watch, transaction);
  return true;
}

/**
 * Whether a final block has another transaction at this nonce. The node that says so must know none of ours as mined:
 * the one that was asked for receipts before may just have been behind.
 */
async function isNonceTaken(watch: Watch, transaction: OpenTransaction): Promise<boolean> {
  const { nonce, sender } = transaction;
  const { final, settlement } = watch;
  if (final === undefined || (await settlement.chain.nonceOf(sender)) <= nonce) return false;
  const asked = { sender, hashes: hashesOf(transaction) };
  const finalNonce = await settlement.chain.finalNonceWithout(asked, final);
  return finalNonce !== null && finalNonce > nonce;
}

/** Makes sure that the network has the newest bytes, or newer ones when these have waited too long. */
async function pushOn({ settlement, vault, hurried }: Watch, transaction: OpenTransaction): Promise<void> {
  const { id, tenantId, purpose, attempts } = transaction;
  const newest = attempts.at(-1);
  if (newest === undefined) return;
  const isHurried = purpose.kind === "batch" && hurried.has(purpose.batchId);
  if (isHurried || newest.ageMs >= settlement.settings.replaceAfterMs) {
    await replaceAttempt(settlement, vault, transaction);
    return;
  }
  if (await settlement.chain.isKnown(newest.hash)) return;
  await broadcastAttempt(settlement, { tenantId, transactionId: id, purpose }, newest);
}
