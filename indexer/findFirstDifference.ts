import { TARGET_RANGE_EVENTS } from "#domain/indexing/blockRange.ts";
import { custodyEffect } from "#domain/indexing/custodyEffect.ts";
import { eventCauseId } from "#domain/indexing/eventCause.ts";
import type { Finding } from "#domain/indexing/reconcile.ts";
import { tokenOf, type VaultEvent } from "#domain/indexing/vaultEvent.ts";
import type { VaultSides } from "#indexer/session.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";
import { findEvents, findPageEnd } from "#indexer/store/event.store.ts";
import { withHistory } from "#indexer/store/history.store.ts";
import { type BooksSide, sumCustodyByCause, sumEventsThrough } from "#indexer/store/reconciliation.store.ts";
import type { ListedCurrency } from "#indexer/store/vault.store.ts";

interface Difference {
  readonly currency: ListedCurrency;
  readonly cursor: Cursor;
  readonly books: BooksSide;
  readonly chainMinor: bigint;
}

/**
 * Where the books left the chain: the first event whose postings say something else than the event, or else
 * the first block after which the vault holds something else than the events add up to.
 */
export async function findFirstDifference(
  parts: VaultSides,
  difference: Difference,
): Promise<Finding | undefined> {
  const { books, chainMinor } = difference;
  if (books.eventsMinor !== books.ledgerMinor) return firstMispostedEvent(parts, difference);
  if (books.eventsMinor !== chainMinor) return firstUnrecordedBlock(parts, difference);
  return undefined;
}

async function firstMispostedEvent(
  { pool, vault }: VaultSides,
  { currency, cursor }: Difference,
): Promise<Finding> {
  // Each page covers at least one block, so the cursor bounds the loop.
  for (let from = vault.deployBlock; from <= cursor.number; ) {
    const to = await findPageEnd(pool, vault, { from, to: cursor.number }, TARGET_RANGE_EVENTS);
    const events = await findEvents(pool, vault, { from, to });
    const misposted = await findMisposted(
      { pool, vault },
      events.filter((event) => tokenOf(event) === currency.token),
    );
    if (misposted !== undefined) return describeEvent(misposted);
    from = to + 1n;
  }
  return {
    check: "first_difference",
    detail: "every event is posted as it says: something else moved custody",
  };
}

async function findMisposted(
  { pool, vault }: Pick<VaultSides, "pool" | "vault">,
  events: readonly VaultEvent[],
): Promise<VaultEvent | undefined> {
  const client = await pool.connect();
  try {
    const known = await withHistory(client, vault.tenantId, events);
    const causes = known.map(({ event, history }) => eventCauseId(event, "observed", history.life));
    const effects = await sumCustodyByCause(client, vault.tenantId, causes);
    return events.find((event, index) => custodyEffect(event) !== (effects.get(causes[index] ?? "") ?? 0n));
  } finally {
    client.release();
  }
}

/** Halves the chain's history until one block is left: about twenty questions for a million blocks. */
async function firstUnrecordedBlock(
  { pool, reader, vault }: VaultSides,
  { currency, cursor }: Difference,
): Promise<Finding | undefined> {
  let agreeing = vault.deployBlock - 1n;
  let differing = cursor.number;
  try {
    while (differing - agreeing > 1n) {
      const middle = (agreeing + differing) / 2n;
      const balance = await reader.balanceAt(vault.address, currency.token, middle);
      const recorded = await sumEventsThrough(pool, vault, { token: currency.token, blockNumber: middle });
      if (balance / currency.quantumWei === recorded) agreeing = middle;
      else differing = middle;
    }
  } catch (error) {
    // Nodes without an archive cannot say what the vault held long ago; the variance itself is told anyway.
    if (error instanceof RpcFailure) return undefined;
    throw error;
  }
  return {
    check: "first_difference",
    detail: `block ${differing} changed the vault without a recorded event`,
  };
}

function describeEvent({ name, blockNumber, txHash, logIndex }: VaultEvent): Finding {
  const detail = `${name} in block ${blockNumber}, transaction ${txHash}, log ${logIndex}`;
  return { check: "first_difference", detail };
}
