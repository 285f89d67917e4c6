import { expect } from "vitest";
import type { Hex } from "#domain/chain/hex.ts";
import { reconcile } from "#indexer/reconcile.ts";
import type { Session } from "#indexer/session.ts";
import { step } from "#indexer/step.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { type DevChain, openDevChain, readerOf } from "./devChain.ts";
import { booksFaults, dump } from "./dump.ts";
import { type Books, type HousePlan, openBooks, openHouse, openSession } from "./house.ts";

export const FINALITY_DEPTH = 6;
const MAX_STEPS = 100;

/** A development chain, and tenants that index it one after the other: each test has one of its own. */
export class DevHouse {
  readonly books: Books;
  readonly chain: DevChain;
  /** How many tenants there are. */
  count = 0;
  #session: Session | undefined;

  private constructor(books: Books, chain: DevChain) {
    this.books = books;
    this.chain = chain;
  }

  static async open(): Promise<DevHouse> {
    const [books, chain] = await Promise.all([openBooks(), openDevChain()]);
    return new DevHouse(books, chain);
  }

  close(): Promise<void> {
    return this.books.close();
  }

  get session(): Session {
    return this.#session!;
  }

  /** Makes a new tenant, which has indexed nothing yet, the one that everything here is about. */
  async openTenant(more: Partial<HousePlan> = {}): Promise<void> {
    this.count += 1;
    const { vault, deployBlock, bankroll, url } = this.chain;
    const slug = `house-${this.count}`;
    const house = await openHouse(this.books, { slug, vault, deployBlock, bankroll, ...more });
    this.#session = openSession(this.books, house, readerOf(url), { finalityDepth: FINALITY_DEPTH });
  }

  async catchUp(): Promise<void> {
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      await step(this.session);
      const cursor = await findCursor(this.books.indexer, this.session.vault);
      if (cursor?.hash === (await this.session.reader.head()).hash) return;
    }
    throw new Error("the indexer did not catch up");
  }

  async expectSameAsFromScratch(): Promise<void> {
    await this.catchUp();
    const live = this.session;
    await this.openTenant();
    await this.catchUp();
    expect(await dump(this.books, live.vault)).toEqual(await dump(this.books, this.session.vault));
    this.#session = live;
  }

  /** Nothing may be found, but batches that other tests had executed. */
  async expectSoundBooks(): Promise<void> {
    expect(await booksFaults(this.books, this.session.vault.tenantId)).toEqual([]);
    const [checked] = await reconcile(this.session);
    expect(checked?.varianceMinor).toBe(0n);
    expect(checked?.findings.filter(({ check }) => check !== "payout_batches")).toEqual([]);
  }

  /** Rows of a query whose first parameter is the tenant. */
  async rows(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.books.owner.query(sql, [this.session.vault.tenantId, ...values])).rows;
  }

  /** The number that such a query calls `n`. */
  async one(sql: string, values: unknown[] = []): Promise<bigint> {
    return (await this.rows(sql, values))[0]?.n as bigint;
  }

  balance(kind: string, wallet: Hex): Promise<bigint> {
    return this.one(
      `SELECT coalesce(sum(balance), 0)::bigint AS n FROM accounts
       WHERE tenant_id = $1 AND kind = $2
         AND owner_id IN (SELECT id FROM users WHERE tenant_id = $1 AND wallet_address = $3)`,
      [kind, wallet],
    );
  }

  cash(wallet: Hex): Promise<bigint> {
    return this.balance("player_cash", wallet);
  }

  suspense(): Promise<bigint> {
    return this.one(
      "SELECT coalesce(sum(balance), 0)::bigint AS n FROM accounts WHERE tenant_id = $1 AND kind = 'suspense'",
    );
  }

  async shards(): Promise<bigint[]> {
    const found = await this.rows(
      "SELECT balance FROM accounts WHERE tenant_id = $1 AND kind = 'house_bankroll' ORDER BY shard",
    );
    return found.map((row) => row.balance as bigint);
  }

  /** What no code of ours does: balances that change without a transfer. */
  async moveCustody(minor: bigint): Promise<void> {
    const move =
      "UPDATE accounts SET balance = balance + $2 WHERE tenant_id = $1 AND kind = $3 AND shard = 0";
    await this.rows(move, [-minor, "custody"]);
    await this.rows(move, [minor, "house_bankroll"]);
  }
}
