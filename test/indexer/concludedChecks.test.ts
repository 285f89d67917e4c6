import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "#backend/db/transaction.ts";
import { reconcile } from "#indexer/reconcile.ts";
import type { Session } from "#indexer/session.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { step } from "#indexer/step.ts";
import { noteCheck, readMoment } from "#indexer/store/reconciliation.store.ts";
import { type Books, openBooks, openHouse, openSession } from "./support/house.ts";
import { Random } from "./support/random.ts";
import { addressOf, SimulatedChain } from "./support/simulatedChain.ts";

const VAULT = addressOf("v");
const WEI_PER_QUANTUM = 1_000_000_000n;

let books: Books;
let session: Session;
let houses = 0;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());

beforeEach(async () => {
  houses += 1;
  const house = { slug: `house-${houses}`, vault: VAULT, bankroll: addressOf("bank") };
  const chain = new SimulatedChain(new Random(houses), {
    vault: VAULT,
    payers: ["ann", "bank"].map(addressOf),
    batches: [],
  });
  session = openSession(books, await openHouse(books, house), chain.reader());
  const follow = async () => {
    chain.mine(60);
    for (let steps = 0; steps < 6; steps += 1) await step(session);
  };
  await follow();
  expect(await reconcile(session)).toMatchObject([{ findings: [] }]);
  await follow();
});

/** The vault has so many quanta more at its head; what it held before that is asked by the search alone. */
function withHeadChanged(quanta: bigint, onSearch: () => Promise<void>): ChainReader {
  const { reader } = session;
  return {
    ...reader,
    async balanceAt(vault, token, block) {
      const { number } = await reader.head();
      if (block !== number) await onSearch();
      return (
        (await reader.balanceAt(vault, token, block)) + (block === number ? quanta * WEI_PER_QUANTUM : 0n)
      );
    },
  };
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return (await books.owner.query(sql, [session.vault.tenantId])).rows;
}
const noted = () =>
  rows(
    `SELECT found ->> 'check' AS found FROM reconciliation_latest, jsonb_array_elements(findings) AS found
     WHERE tenant_id = $1 ORDER BY 1`,
  );
const stops = () => rows("SELECT name FROM kill_switches WHERE tenant_id = $1");
const lift = () => rows("DELETE FROM kill_switches WHERE tenant_id = $1");

describe("a check that found something", () => {
  test("behavior: is noted, and has stopped payouts, before the chain is searched, by nobody in a transaction", async () => {
    const seen: unknown[] = [];
    const reader = withHeadChanged(-3n, async () => {
      if (seen.length > 0) return;
      const open =
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'";
      const { rowCount } = await books.owner.query(open);
      seen.push(await noted(), await stops(), rowCount);
    });
    const [checked] = await reconcile({ ...session, reader });
    expect(seen).toEqual([[{ found: "vault_balance" }], [{ name: "payouts" }], 0]);
    expect(checked?.findings.map(({ check }) => check)).toEqual(["vault_balance", "first_difference"]);
    expect(await noted()).toEqual([{ found: "first_difference" }, { found: "vault_balance" }]);
  });

  test("behavior: is recorded and told although the search for where it begins failed; a later one finds it", async () => {
    const failure = new Error("the connection broke");
    const broken = withHeadChanged(3n, () => Promise.reject(failure));
    const [checked] = await reconcile({ ...session, reader: broken });
    expect(checked).toMatchObject({ varianceMinor: 3n, findings: [{ check: "vault_balance" }] });
    expect(checked?.searchFailure).toBe(failure);
    const record = "SELECT findings FROM reconciliations WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1";
    expect(await rows(record)).toMatchObject([{ findings: [{ check: "vault_balance" }] }]);

    const [again] = await reconcile({ ...session, reader: broken });
    expect(again).toMatchObject({ findings: [{ check: "vault_balance" }], searchFailure: undefined });
    const reader = withHeadChanged(3n, async () => {});
    const [anew] = await reconcile({ ...session, reader }, { fromScratch: true });
    expect(anew?.findings.map(({ check }) => check)).toEqual(["vault_balance", "first_difference"]);
  });

  test("behavior: names no block where the books changed while the chain was asked", async () => {
    let asked = 0;
    const change = "UPDATE chain_events SET effect = effect + 1 WHERE tenant_id = $1 AND effect <> 0";
    const reader = withHeadChanged(-3n, async () => {
      asked += 1;
      if (asked === 2) await rows(change);
    });
    const [checked] = await reconcile({ ...session, reader });
    expect(asked).toBeGreaterThan(2);
    expect(checked).toMatchObject({ findings: [{ check: "vault_balance" }], searchFailure: undefined });
  });

  test("behavior: stops payouts once, for as long as the latest note names it, and again when that one did not", async () => {
    await rows(
      `UPDATE chain_events SET effect = effect + 1 WHERE (vault_id, block_number, log_index) = (
         SELECT vault_id, block_number, log_index FROM chain_events WHERE tenant_id = $1 AND effect <> 0 LIMIT 1)`,
    );
    const hasStopped = async () =>
      (await reconcile(session, { fromScratch: true })).map(({ hasStoppedPayouts }) => hasStoppedPayouts);
    expect(await hasStopped()).toEqual([true]);
    await lift();
    expect(await hasStopped()).toEqual([false]);
    // As an administrator is let to lift a stop: the latest note finds nothing, whatever was recorded before.
    await rows("UPDATE reconciliation_latest SET findings = '[]' WHERE tenant_id = $1");
    expect(await hasStopped()).toEqual([true]);
  });
});

describe("noteCheck", () => {
  const note = (readAt: string, detail: string) =>
    inTransaction(books.indexer, (client) =>
      noteCheck(client, session.vault, {
        ...{ currency: "BNB", blockNumber: 7n, chainMinor: 1n, ledgerMinor: 1n, readAt },
        findings: [{ check: "payout_batches", detail }],
      }),
    );
  const latest = () =>
    rows("SELECT findings -> 0 ->> 'detail' AS detail FROM reconciliation_latest WHERE tenant_id = $1");
  const moment = () => inTransaction(books.indexer, readMoment);

  test("behavior: who read the books earlier does not take the place of who read them later", async () => {
    const [earlier, later] = [await moment(), await moment()];
    await note(later, "later");
    await note(earlier, "earlier");
    expect(await latest()).toEqual([{ detail: "later" }]);
    await note(later, "later, and where it begins");
    expect(await latest()).toEqual([{ detail: "later, and where it begins" }]);
  });

  test("behavior: a note from the time before the clock was set back gives way", async () => {
    await rows(
      "UPDATE reconciliation_latest SET checked_at = now() + interval '1 hour' WHERE tenant_id = $1",
    );
    await note(await moment(), "now");
    expect(await latest()).toEqual([{ detail: "now" }]);
  });
});
