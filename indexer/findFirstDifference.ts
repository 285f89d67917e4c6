import type pg from "pg";
import { inTransaction } from "#backend/db/transaction.ts";
import type { BlockRange } from "#domain/indexing/blockRange.ts";
import { custodyEffect } from "#domain/indexing/custodyEffect.ts";
import type { Finding } from "#domain/indexing/reconcile.ts";
import { tokenOf, type VaultEvent } from "#domain/indexing/vaultEvent.ts";
import { type Agreed, lastAgreed } from "#indexer/lastAgreed.ts";
import type { VaultSides } from "#indexer/session.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { type BooksSide, findEffects, placeKey, sumEvents } from "#indexer/store/books.store.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";
import { eventPages } from "#indexer/store/eventPages.ts";
import { withHistory } from "#indexer/store/history.store.ts";
import { sumCustodyByCause } from "#indexer/store/reconciliation.store.ts";
import type { HouseVault, ListedCurrency } from "#indexer/store/vault.store.ts";

interface Difference {
  readonly currency: ListedCurrency;
  readonly cursor: Cursor;
  readonly books: BooksSide;
  readonly chainMinor: bigint;
}

/** The search ends after so many pages of events; whatever is behind them is for people to find. */
const MAX_SEARCHED_PAGES = 400;

/**
 * Where the books left the chain: the first event whose postings say something else than the event, or else
 * the first block after which the vault holds something else than the events add up to. Either way it came after the
 * last recorded agreement that still stands, and that is where the search begins. All of the books is read as of one
 * moment: a branch that is dropped meanwhile cannot make one event of it look like the difference.
 */
export async function findFirstDifference(
  { pool, reader, vault }: VaultSides,
  difference: Difference,
): Promise<Finding | undefined> {
  const { books, chainMinor, currency, cursor } = difference;
  const isMisposted = books.eventsMinor !== books.ledgerMinor;
  if (!isMisposted && books.eventsMinor === chainMinor) return undefined;
  const findAgreed = (client: pg.ClientBase) => lastAgreed(client, vault, { currency, until: cursor.number });
  if (isMisposted)
    return inSnapshot(pool, async (client) =>
      firstMispostedEvent({ client, vault }, difference, await findAgreed(client)),
    );
  const agreed = await inSnapshot(pool, findAgreed);
  return firstUnrecordedBlock({ pool, reader, vault }, difference, agreed);
}

function inSnapshot<Result>(
  pool: pg.Pool,
  work: (client: pg.ClientBase) => Promise<Result>,
): Promise<Result> {
  return inTransaction(pool, async (client) => {
    await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    return work(client);
  });
}

/** The books of a vault as of one moment. */
interface Snapshot {
  readonly client: pg.ClientBase;
  readonly vault: HouseVault;
}

async function firstMispostedEvent(
  { client, vault }: Snapshot,
  { currency, cursor }: Difference,
  agreed: Agreed,
): Promise<Finding> {
  const range = { from: agreed.blockNumber + 1n, to: cursor.number };
  let pages = 0;
  for await (const events of eventPages(client, vault, range)) {
    const misposted = await findMisposted({ client, vault }, currency, events);
    if (misposted !== undefined) return describeEvent(misposted);
    pages += 1;
    const searchedTo = events.at(-1)?.blockNumber;
    if (pages === MAX_SEARCHED_PAGES && searchedTo !== undefined)
      return nothingFound({ ...range, to: searchedTo });
  }
  return nothingFound(range);
}

function nothingFound({ from, to }: BlockRange): Finding {
  return {
    check: "first_difference",
    detail: `every event of blocks ${from} to ${to} is posted as it says: something else moved custody`,
  };
}

/** The first event of a page that was posted otherwise than it says, or than it is recorded to have changed custody by. */
async function findMisposted(
  { client, vault }: Snapshot,
  { token }: ListedCurrency,
  page: readonly VaultEvent[],
): Promise<VaultEvent | undefined> {
  const events = page.filter((event) => tokenOf(event) === token);
  const [from, to] = [events.at(0), events.at(-1)];
  if (from === undefined || to === undefined) return undefined;
  const recorded = await findEffects(client, vault, { token, from, to });
  const known = await withHistory(client, vault.tenantId, events);
  const causeIds = known.map(({ observedId }) => observedId);
  const posted = await sumCustodyByCause(client, vault.tenantId, causeIds);
  return known.find(({ event, observedId }) => {
    const effect = posted.get(observedId) ?? 0n;
    return effect !== custodyEffect(event) || effect !== recorded.get(placeKey(event));
  })?.event;
}

/** What the vault held after a block. */
interface Held {
  readonly blockNumber: bigint;
  readonly amountMinor: bigint;
}

/**
 * Halves what follows the agreement until one block is left: about twenty questions for a million blocks. No transaction
 * waits for the chain's answers, so that the books may change between two of them; they are asked once more at the end,
 * and where they say something else by then, nothing is found.
 */
async function firstUnrecordedBlock(
  { pool, reader, vault }: VaultSides,
  { currency, cursor, chainMinor }: Difference,
  agreed: Agreed,
): Promise<Finding | undefined> {
  const { token, quantumWei } = currency;
  const isRecorded = async (client: pg.ClientBase | pg.Pool, before: Held, after: Held) => {
    const between = { token, from: before.blockNumber + 1n, to: after.blockNumber };
    return before.amountMinor + (await sumEvents(client, vault, between)) === after.amountMinor;
  };
  let agreeing: Held = agreed;
  let differing: Held = { blockNumber: cursor.number, amountMinor: chainMinor };
  try {
    while (differing.blockNumber - agreeing.blockNumber > 1n) {
      const blockNumber = (agreeing.blockNumber + differing.blockNumber) / 2n;
      const balance = await reader.balanceAt(vault.address, token, blockNumber);
      const middle = { blockNumber, amountMinor: balance / quantumWei };
      if (await isRecorded(pool, agreeing, middle)) agreeing = middle;
      else differing = middle;
    }
  } catch (error) {
    // Nodes without an archive cannot say what the vault held long ago; the variance itself is told anyway.
    if (error instanceof RpcFailure) return undefined;
    throw error;
  }
  const stands = await inSnapshot(
    pool,
    async (client) =>
      (await isRecorded(client, agreed, agreeing)) && !(await isRecorded(client, agreeing, differing)),
  );
  if (!stands) return undefined;
  return {
    check: "first_difference",
    detail: `block ${differing.blockNumber} changed the vault without a recorded event`,
    event: { blockNumber: `${differing.blockNumber}` },
  };
}

function describeEvent({ name, blockNumber, txHash, logIndex }: VaultEvent): Finding {
  return {
    check: "first_difference",
    detail: `${name} in block ${blockNumber}, transaction ${txHash}, log ${logIndex}`,
    event: { blockNumber: `${blockNumber}`, logIndex, txHash, name },
  };
}
