import { encodeFunctionData, keccak256, type LocalAccount, parseTransaction } from "viem";
import type { PayoutCall } from "#backend/adapters/chainClient.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import type { Fees } from "#domain/settlement/fees.ts";
import type { OpenBatch } from "./batch.store.ts";
import { accountFor, addressOf, type SettledVault, type Settlement, senderOf } from "./settlement.ts";
import { type Broadcast, markBroadcast, type SignedAttempt } from "./transaction.store.ts";

/** What a transaction does, before it has a nonce and fees. */
export interface Payload {
  readonly chainId: number;
  readonly to: EvmAddress;
  readonly data: Hex;
  readonly gas: bigint;
}

const PLAIN_TRANSFER_GAS = 21_000n;
/** Recipients may use more gas than they did in the estimate: 6/5 of it is offered. */
const GAS_MARGIN_NUMERATOR = 6n;
const GAS_MARGIN_DENOMINATOR = 5n;

/** The call that executes a signed batch. */
export function payoutCallOf(
  settlement: Settlement,
  vault: SettledVault,
  { batch, entries, signature }: OpenBatch,
): PayoutCall | null {
  if (signature === null) return null;
  return { sender: senderOf(settlement), vault: vault.address, batch, entries, signature };
}

/** @returns the payload, or null (with an alert) when it would need more gas than a transaction may */
export async function payoutPayload(
  { chain, alerts, settings }: Settlement,
  vault: SettledVault,
  call: PayoutCall,
): Promise<Payload | null> {
  const estimate = await chain.estimatePayoutGas(call);
  if (estimate > settings.maxGasPerTransaction) {
    alerts.raise("gas_above_cap", vault, call.batch.batchId, { estimate: String(estimate) });
    return null;
  }
  const offered = (estimate * GAS_MARGIN_NUMERATOR) / GAS_MARGIN_DENOMINATOR;
  const gas = offered < settings.maxGasPerTransaction ? offered : settings.maxGasPerTransaction;
  const args = [call.batch, call.entries, call.signature] as const;
  const data = encodeFunctionData({ abi: vaultAbi, functionName: "executeBatchPayouts", args });
  return { chainId: vault.chainId, to: call.vault, data, gas };
}

/** Pays nothing to the sender itself: it fills a nonce whose purpose has no use for it any more. */
export function fillerPayload(sender: EvmAddress, chainId: number): Payload {
  return { chainId, to: sender, data: "0x", gas: PLAIN_TRANSFER_GAS };
}

/** Whether these bytes only fill their nonce. */
export function isFiller({ raw }: { raw: Hex }, sender: EvmAddress): boolean {
  return parseTransaction(raw).to?.toLowerCase() === sender;
}

export async function signAttempt(
  account: LocalAccount,
  { nonce, payload, fees }: { nonce: bigint; payload: Payload; fees: Fees },
): Promise<SignedAttempt> {
  const raw = await account.signTransaction({ type: "eip1559", nonce: Number(nonce), ...payload, ...fees });
  return { raw, hash: keccak256(raw), fees };
}

const KNOWN = /already known|known transaction|already imported|already exists/i;
const NONCE_USED = /nonce too low|nonce is too low/i;
const TOO_POOR = /insufficient funds/i;

/**
 * Gives stored bytes to the network; giving them again is always safe. Whatever the answer, it is only a hint:
 * what became of the bytes is found out by looking up their hash.
 */
export async function broadcastAttempt(
  settlement: Settlement,
  target: Omit<Broadcast, "hash" | "isFiller">,
  attempt: { hash: Hex; raw: Hex },
): Promise<void> {
  const { pool, chain, alerts } = settlement;
  const answer = await chain.broadcast(attempt.raw);
  if (answer.kind === "accepted" || KNOWN.test(answer.message)) {
    const filler = isFiller(attempt, addressOf(accountFor(settlement, target.purpose)));
    const broadcast = { ...target, hash: attempt.hash, isFiller: filler };
    await inTransaction(pool, (client) => markBroadcast(client, broadcast));
    return;
  }
  // Some version of this nonce was mined: the watch finds out which one.
  if (NONCE_USED.test(answer.message)) return;
  const kind = TOO_POOR.test(answer.message) ? "sender_underfunded" : "broadcast_refused";
  alerts.raise(kind, target, attempt.hash, { message: answer.message });
}
