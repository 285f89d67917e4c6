import { inTransaction } from "#backend/db/transaction.ts";
import {
  type CheckResult,
  type Finding,
  findingsOf,
  isWorthRecording,
  mustStopPayouts,
  newFindings,
} from "#domain/indexing/reconcile.ts";
import { findFirstDifference } from "#indexer/findFirstDifference.ts";
import type { VaultSides } from "#indexer/session.ts";
import { type BooksSide, ensureMark, type ReadBooks, readBooks } from "#indexer/store/books.store.ts";
import { type Cursor, findCursor } from "#indexer/store/cursor.store.ts";
import { findLastCheck, noteCheck, saveCheck, stopPayouts } from "#indexer/store/reconciliation.store.ts";
import { findCurrencies, type ListedCurrency } from "#indexer/store/vault.store.ts";

/** One currency of a vault, checked at one block. Amounts in minor units. */
export interface Checked extends CheckResult {
  readonly currency: string;
  readonly blockNumber: bigint;
  readonly varianceMinor: bigint;
  /** Whether this check stopped payouts that were running. */
  readonly hasStoppedPayouts: boolean;
}

export interface ReconcileOptions {
  /** Looks at every event; otherwise at those since the last check, and at all of them now and then. */
  readonly fromScratch?: boolean;
}

/**
 * Compares the vault with the books, currency by currency, and stops payouts when they disagree.
 *
 * Both sides are read as of one block: the books in one snapshot together with the cursor, the chain at the
 * cursor's block, which must still be the cursor's when the balance is known. A head that moves on meanwhile
 * therefore changes nothing. A reorg does: then that check is left out, and the next one comes soon. So it is
 * when the nodes keep no state for a block as old as the cursor, which passes once it is near the head.
 *
 * News that the sums of earlier checks went into is not told before every event was looked at again.
 *
 * @throws RpcFailure when the nodes cannot tell the vault's balance
 */
export async function reconcile(
  parts: VaultSides,
  { fromScratch = false }: ReconcileOptions = {},
): Promise<Checked[]> {
  const snapshot = await readSnapshot(parts, fromScratch);
  if (snapshot === undefined) return [];
  const compared = await compareAll(parts, snapshot);
  const hasNews = compared.some(
    ({ found, last }) => newFindings(found, last?.result.findings ?? []).length > 0,
  );
  if (hasNews && !snapshot.isFromScratch) return reconcile(parts, { fromScratch: true });
  const checks: Checked[] = [];
  for (const comparison of compared) checks.push(await conclude(parts, snapshot.cursor, comparison));
  return checks;
}

interface BooksSnapshot extends ReadBooks {
  readonly cursor: Cursor;
}

async function readSnapshot(
  { pool, vault }: VaultSides,
  fromScratch: boolean,
): Promise<BooksSnapshot | undefined> {
  await ensureMark(pool, vault);
  return inTransaction(pool, async (client) => {
    await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    const cursor = await findCursor(client, vault);
    if (cursor === undefined) return undefined;
    const { finalNumber } = cursor;
    return { cursor, ...(await readBooks(client, vault, { finalNumber, fromScratch })) };
  });
}

type LastCheck = Awaited<ReturnType<typeof findLastCheck>>;

interface Comparison {
  readonly currency: ListedCurrency;
  readonly books: BooksSide;
  readonly chainMinor: bigint;
  readonly found: readonly Finding[];
  readonly last: LastCheck;
}

async function compareAll(parts: VaultSides, { cursor, sides }: BooksSnapshot): Promise<Comparison[]> {
  const { pool, vault } = parts;
  const compared: Comparison[] = [];
  for (const currency of (await findCurrencies(pool, vault.tenantId)).values()) {
    const books = sides.get(currency.code);
    if (books === undefined) continue;
    const chainMinor = await chainBalance(parts, cursor, currency);
    if (chainMinor === undefined) continue;
    const last = await findLastCheck(pool, vault, currency.code);
    compared.push({ currency, books, chainMinor, found: findingsOf({ ...books, chainMinor }), last });
  }
  return compared;
}

/** Stops payouts first, where they must stop: looking for where a difference begins can take its time. */
async function conclude(parts: VaultSides, cursor: Cursor, comparison: Comparison): Promise<Checked> {
  const { pool, vault } = parts;
  const { currency, books, chainMinor, found, last } = comparison;
  const { ledgerMinor, thresholdMinor } = books;
  const earlier = last?.result.findings ?? [];
  const mustStop = mustStopPayouts({ chainMinor, ledgerMinor, thresholdMinor }, found, earlier);
  const hasStoppedPayouts =
    mustStop && (await inTransaction(pool, (client) => stopPayouts(client, vault.tenantId, found)));

  const first = await firstDifference(parts, cursor, comparison);
  const findings = first === undefined ? found : [...found, first];
  const result = { chainMinor, ledgerMinor, findings };
  const dated = { ...result, currency: currency.code, blockNumber: cursor.number };
  await inTransaction(pool, async (client) => {
    await noteCheck(client, vault, dated);
    if (isWorthRecording(result, last?.result, last?.ageMs ?? 0)) await saveCheck(client, vault, dated);
  });
  return { ...dated, varianceMinor: chainMinor - ledgerMinor, hasStoppedPayouts };
}

/** Searched for once: a difference that stands as it stood begins where it began. */
async function firstDifference(
  parts: VaultSides,
  cursor: Cursor,
  { currency, books, chainMinor, found, last }: Comparison,
): Promise<Finding | undefined> {
  if (found.length === 0) return undefined;
  const earlier = last?.result.findings ?? [];
  const told = earlier.filter(({ check }) => check !== "first_difference");
  if (newFindings(found, told).length === 0 && told.length === found.length)
    return earlier.find(({ check }) => check === "first_difference");
  return findFirstDifference(parts, { currency, cursor, books, chainMinor });
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
