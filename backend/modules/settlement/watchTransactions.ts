import type { Receipt } from "#backend/adapters/chainClient.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { broadcastAttempt, isFiller } from "./attempt.ts";
import { storeFailure } from "./batch.store.ts";
import { findFinalNumber } from "./finality.store.ts";
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
  /** The last final block that the worker's own node knows; undefined before there is one. */
  readonly finalNumber: bigint | undefined;
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
  const finalNumber = await knownFinalNumber(settlement, vault);
  const watch = { settlement, vault, finalNumber, isStopped, hurried };
  for (const transaction of open) {
    const mayTakeEffect = await follow(watch, transaction);
    const { purpose } = transaction;
    if (mayTakeEffect && purpose.kind === "batch") inFlight.add(purpose.batchId);
  }
  return inFlight;
}

async function knownFinalNumber(
  { pool, chain }: Settlement,
  vault: SettledVault,
): Promise<bigint | undefined> {
  const finalNumber = await findFinalNumber(pool, vault);
  if (finalNumber === undefined) return undefined;
  // A node may be behind the indexer's: what is below a final block is final too.
  const { number: headNumber } = await chain.head();
  return finalNumber < headNumber ? finalNumber : headNumber;
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
  const { settlement, finalNumber } = watch;
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
  const isFinal = finalNumber !== undefined && receipt.blockNumber <= finalNumber;
  const settled = filler ? "cancelled" : "final";
  await setTransactionStatus(settlement.pool, id, isFinal ? settled : "mined");
  return receipt.hasSucceeded && !filler;
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

/** Whether a final block has another transaction at this nonce. */
async function isNonceTaken(watch: Watch, { nonce, sender }: OpenTransaction): Promise<boolean> {
  const { settlement, finalNumber } = watch;
  if (finalNumber === undefined || (await settlement.chain.nonceOf(sender)) <= nonce) return false;
  return (await settlement.chain.nonceOf(sender, finalNumber)) > nonce;
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
