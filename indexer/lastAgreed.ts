import type pg from "pg";
import { sumEvents } from "#indexer/store/books.store.ts";
import { findAgreedRecord } from "#indexer/store/reconciliation.store.ts";
import type { HouseVault, ListedCurrency } from "#indexer/store/vault.store.ts";

/** A block up to which the events add up to what the books and the vault agreed on. */
export interface Agreed {
  readonly blockNumber: bigint;
  readonly amountMinor: bigint;
}

/** Each question leaves less between both ends; more than these no search takes whose records are spread at all. */
const MAX_QUESTIONS = 128;

/**
 * The last recorded agreement that the events still add up to, found by halving what lies between one that they do and
 * one that they no longer do; just before the vault's first block where there is none.
 */
export async function lastAgreed(
  client: pg.ClientBase,
  vault: HouseVault,
  { currency, until }: { readonly currency: ListedCurrency; readonly until: bigint },
): Promise<Agreed> {
  const { code, token } = currency;
  let agreed: Agreed = { blockNumber: vault.deployBlock - 1n, amountMinor: 0n };
  let before = until + 1n;
  for (let question = 0; question < MAX_QUESTIONS; question++) {
    const after = agreed.blockNumber;
    const near = (after + before) / 2n;
    const record = await findAgreedRecord(client, vault, { currency: code, after, before, near });
    if (record === undefined) break;
    const { blockNumber, ledgerMinor } = record;
    const added = await sumEvents(client, vault, { token, from: after + 1n, to: blockNumber });
    if (agreed.amountMinor + added === ledgerMinor) agreed = { blockNumber, amountMinor: ledgerMinor };
    else before = blockNumber;
  }
  return agreed;
}
