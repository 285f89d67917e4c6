import { inTransaction } from "#backend/db/transaction.ts";
import {
  type CheckResult,
  findingsOf,
  isWorthRecording,
  mustStopPayouts,
} from "#domain/indexing/reconcile.ts";
import { findFirstDifference } from "#indexer/findFirstDifference.ts";
import type { VaultSides } from "#indexer/session.ts";
import { type Cursor, findCursor } from "#indexer/store/cursor.store.ts";
import {
  type BooksSide,
  findLastCheck,
  readBooks,
  saveCheck,
  stopPayouts,
} from "#indexer/store/reconciliation.store.ts";
import { findCurrencies, type ListedCurrency } from "#indexer/store/vault.store.ts";

/** One currency of a vault, checked at one block. Amounts in minor units. */
export interface Checked extends CheckResult {
  readonly currency: string;
  readonly blockNumber: bigint;
  readonly varianceMinor: bigint;
  /** Whether this check stopped payouts that were running. */
  readonly hasStoppedPayouts: boolean;
}

/**
 * Compares the vault with the books, currency by currency, and stops payouts when they disagree.
 *
 * Both sides are read as of one block: the books in one snapshot together with the cursor, the chain at the
 * cursor's block, which must still be the cursor's when the balance is known. A head that moves on meanwhile
 * therefore changes nothing. A reorg does: then that check is left out, and the next one comes soon. So it is
 * when the nodes keep no state for a block as old as the cursor, which passes once it is near the head.
 *
 * @throws RpcFailure when the nodes cannot tell the vault's balance
 */
export async function reconcile(parts: VaultSides): Promise<Checked[]> {
  const currencies = await findCurrencies(parts.pool, parts.vault.tenantId);
  const checks: Checked[] = [];
  for (const currency of currencies.values()) {
    const checked = await reconcileCurrency(parts, currency);
    if (checked !== undefined) checks.push(checked);
  }
  return checks;
}

async function reconcileCurrency(parts: VaultSides, currency: ListedCurrency): Promise<Checked | undefined> {
  const { pool, vault } = parts;
  const snapshot = await readSnapshot(parts, currency);
  if (snapshot === undefined) return undefined;
  const { cursor, books } = snapshot;
  const chainMinor = await chainBalance(parts, cursor, currency);
  if (chainMinor === undefined) return undefined;

  const found = findingsOf({ ...books, chainMinor });
  const first =
    found.length > 0 ? await findFirstDifference(parts, { currency, cursor, books, chainMinor }) : undefined;
  const findings = first === undefined ? found : [...found, first];
  const { ledgerMinor } = books;
  const result = { chainMinor, ledgerMinor, findings };
  const varianceMinor = chainMinor - ledgerMinor;
  const blockNumber = cursor.number;
  const hasStoppedPayouts = await inTransaction(pool, async (client) => {
    const last = await findLastCheck(client, vault, currency.code);
    if (isWorthRecording(result, last?.result, last?.ageMs ?? 0)) {
      await saveCheck(client, vault, { ...result, currency: currency.code, blockNumber });
    }
    if (!mustStopPayouts(varianceMinor, findings, last?.result.findings ?? [])) return false;
    return stopPayouts(client, vault.tenantId, findings);
  });
  return { ...result, currency: currency.code, blockNumber, varianceMinor, hasStoppedPayouts };
}

async function readSnapshot(
  { pool, vault }: VaultSides,
  currency: ListedCurrency,
): Promise<{ cursor: Cursor; books: BooksSide } | undefined> {
  return inTransaction(pool, async (client) => {
    await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const cursor = await findCursor(client, vault);
    return cursor && { cursor, books: await readBooks(client, vault, currency) };
  });
}

/** What the vault holds after the cursor's block; undefined when the chain has another block there by now. */
async function chainBalance(
  { reader, vault }: VaultSides,
  cursor: Cursor,
  { token, quantumWei }: ListedCurrency,
): Promise<bigint | undefined> {
  const [before] = await reader.headers([cursor.number]);
  if (before?.hash !== cursor.hash) return undefined;
  const balance = await reader.balanceAt(vault.address, token, cursor.number);
  const [after] = await reader.headers([cursor.number]);
  if (after?.hash !== cursor.hash) return undefined;
  // Less than a quantum belongs to nobody: the vault takes whole quanta only.
  return balance / quantumWei;
}
