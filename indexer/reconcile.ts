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
import { lockPayouts } from "#indexer/store/payoutsLock.store.ts";
import {
  findLastCheck,
  findLatestFindings,
  type NotedCheck,
  noteCheck,
  readMoment,
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
  /** Why nobody knows where the difference begins, when it was searched for in vain. */
  readonly searchFailure?: unknown;
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
  // All are noted before the first is concluded: to search for where a difference begins can take its time.
  const noted: Noted[] = [];
  for (const comparison of compared) noted.push(await note(parts, snapshot, comparison));
  const checks: Checked[] = [];
  for (const comparison of noted) checks.push(await conclude(parts, snapshot.cursor, comparison));
  return checks;
}

interface BooksSnapshot extends ReadBooks {
  readonly cursor: Cursor;
  /** See `readMoment`. */
  readonly readAt: string;
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
    const readAt = await readMoment(client);
    return { cursor, readAt, ...(await readBooks(client, vault, { finalNumber, fromScratch })) };
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

/** A comparison that is on record as the latest, with payouts stopped where they must stop. */
interface Noted extends Comparison {
  readonly noted: NotedCheck;
  /** Where the difference begins, as far as it need not be searched for. */
  readonly known: readonly Finding[] | undefined;
  readonly hasStoppedPayouts: boolean;
}

async function note(parts: VaultSides, snapshot: BooksSnapshot, comparison: Comparison): Promise<Noted> {
  const { currency, books, chainMinor, found } = comparison;
  const known = knownPlace(comparison, snapshot);
  const noted = {
    ...{ currency: currency.code, blockNumber: snapshot.cursor.number, readAt: snapshot.readAt },
    ...{ chainMinor, ledgerMinor: books.ledgerMinor, findings: [...found, ...(known ?? [])] },
  };
  const hasStoppedPayouts = await noteAndStop(parts, comparison, noted);
  return { ...comparison, noted, known, hasStoppedPayouts };
}

async function conclude(parts: VaultSides, cursor: Cursor, comparison: Noted): Promise<Checked> {
  const { noted, known, last, hasStoppedPayouts } = comparison;
  const { places, searchFailure }: Searched =
    known === undefined ? await searchPlace(parts, cursor, comparison) : { places: [] };
  const dated = { ...noted, findings: [...noted.findings, ...places] };
  await inTransaction(parts.pool, async (client) => {
    if (places.length > 0) await noteCheck(client, parts.vault, dated);
    if (isWorthRecording(dated, last?.result, last?.ageMs ?? 0)) await saveCheck(client, parts.vault, dated);
  });
  const varianceMinor = dated.chainMinor - dated.ledgerMinor;
  return { ...dated, varianceMinor, hasStoppedPayouts, searchFailure };
}

/**
 * In one transaction: payouts may go on while the latest note finds nothing, and what it finds was a reason to stop them
 * when it was noted. So nothing that is found is ever passed over as known before it has stopped them.
 *
 * @returns whether payouts were running, and are stopped now
 */
async function noteAndStop(
  { pool, vault }: VaultSides,
  { books, found }: Comparison,
  noted: NotedCheck,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    if (found.length > 0) await lockPayouts(client, vault.tenantId);
    const earlier = await findLatestFindings(client, vault, noted.currency);
    const hasStopped =
      mustStopPayouts({ ...books, chainMinor: noted.chainMinor }, found, earlier) &&
      (await stopPayouts(client, vault.tenantId, found));
    await noteCheck(client, vault, noted);
    return hasStopped;
  });
}

/**
 * Searched for once: a difference that stands as it stood begins where it began. One whose beginning nobody found is
 * searched for again when all of the books was looked at anew.
 */
function knownPlace({ found, last }: Comparison, { isFromScratch }: BooksSnapshot): Finding[] | undefined {
  if (found.length === 0) return [];
  const earlier = last?.result.findings ?? [];
  const told = earlier.filter(({ check }) => check !== "first_difference");
  if (newFindings(found, told).length > 0 || told.length !== found.length) return undefined;
  const places = earlier.filter(({ check }) => check === "first_difference");
  return places.length === 0 && isFromScratch ? undefined : places;
}

interface Searched {
  readonly places: readonly Finding[];
  readonly searchFailure?: unknown;
}

/** A search that fails, for whatever reason, finds nothing: what is known without it is recorded and told all the same. */
async function searchPlace(
  parts: VaultSides,
  cursor: Cursor,
  { currency, books, chainMinor }: Comparison,
): Promise<Searched> {
  try {
    const place = await findFirstDifference(parts, { currency, cursor, books, chainMinor });
    return { places: place === undefined ? [] : [place] };
  } catch (searchFailure) {
    return { places: [], searchFailure };
  }
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
