import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { PLAN_CHECKS } from "#backend/modules/ledger/planChecks.store.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { causeIdOfEvent } from "#indexer/eventIds.ts";
import { DevHouse, FINALITY_DEPTH } from "#test/indexer/support/devHouse.ts";
import { objectionsTo } from "./objections.ts";

const [MONEY, EVENT] = PLAN_CHECKS.map(({ name }) => name) as [string, string];

let house: DevHouse;
beforeAll(async () => {
  house = await DevHouse.open();
  await house.openTenant();
  const [first, second, third] = house.chain.players as [Hex, Hex, Hex];
  await house.chain.deposit(house.chain.bankroll, 50_000n);
  await house.chain.enter(first, 2_000n);
  await house.chain.mine(FINALITY_DEPTH + 1);
  await house.catchUp();
  // One that a reorganisation drops, and one that is not final yet.
  await house.chain.enter(second, 900n);
  await house.catchUp();
  await house.chain.reorg(1);
  await house.chain.mine(1);
  await house.catchUp();
  await house.chain.enter(third, 700n);
  await house.catchUp();
});
afterAll(() => house.close());

const objections = (sql: string) => objectionsTo(sql, { owner: house.books.owner, checks: PLAN_CHECKS });

const received = "code = 'entry_received'";

describe("checkLedger, of plan entries", () => {
  test("default: entries that are confirming, final and reversed contradict nothing", async () => {
    const statuses = await house.rows(
      "SELECT status FROM plan_entries WHERE tenant_id = $1 ORDER BY block_number, amount",
    );
    expect(statuses.map(({ status }) => status).toSorted()).toEqual(["confirming", "final", "reversed"]);
    expect(await house.rows(`SELECT FROM transfers WHERE tenant_id = $1 AND ${received}`)).toHaveLength(3);
    const found = await checkLedger(house.books.owner);
    expect(found.flatMap(({ name, findings }) => findings.map((finding) => ({ name, ...finding })))).toEqual(
      [],
    );
  });

  test.each([
    [
      "an entry whose money was never booked",
      `DELETE FROM transfers WHERE ${received} AND amount = 2000`,
      [MONEY],
    ],
    [
      "money of another amount",
      `UPDATE transfers SET amount = 2001 WHERE ${received} AND amount = 2000`,
      [MONEY],
    ],
    [
      "money that went to the bankroll",
      `UPDATE transfers SET credit_account_id = (SELECT id FROM accounts WHERE kind = 'house_bankroll' LIMIT 1)
       WHERE ${received} AND amount = 700`,
      [MONEY],
    ],
    [
      "money under another cause",
      `UPDATE transfers SET cause_id = gen_random_uuid() WHERE ${received} AND amount = 700`,
      [MONEY],
    ],
    ["money without its entry", "DELETE FROM plan_entries WHERE amount = 2000", [MONEY]],
    [
      "money of a dropped block that was not turned around",
      "DELETE FROM transfers WHERE code = 'entry_reversed'",
      [MONEY],
    ],
    [
      "a reversal of another amount",
      "UPDATE transfers SET amount = amount - 1 WHERE code = 'entry_reversed'",
      [MONEY],
    ],
    [
      "an entry that is called reversed and keeps its money",
      "UPDATE plan_entries SET status = 'reversed' WHERE amount = 2000",
      [MONEY],
    ],
    [
      "an entry that is called final although its block was dropped",
      "UPDATE plan_entries SET status = 'final' WHERE status = 'reversed'",
      [MONEY, EVENT],
    ],
    [
      "an entry of another amount",
      "UPDATE plan_entries SET amount = 2001 WHERE amount = 2000",
      [MONEY, EVENT],
    ],
    ["an entry of another kind", "UPDATE plan_entries SET kind = 'retopup' WHERE amount = 2000", [EVENT]],
    ["an entry of no event", "DELETE FROM chain_events WHERE effect = 2000", [EVENT]],
  ])("behavior: finds %s", async (_what, sql, names) => {
    expect(await objections(sql)).toEqual(names);
  });

  test("behavior: a block that came back has its money once more, and that is no contradiction", async () => {
    const [dropped] = await house.rows(
      `SELECT '0x' || encode(block_hash, 'hex') AS block_hash, log_index FROM plan_entries
       WHERE tenant_id = $1 AND status = 'reversed'`,
    );
    const place = { blockHash: dropped?.block_hash as Hex, logIndex: dropped?.log_index as number };
    const observed = causeIdOfEvent({ chainId: house.session.vault.chainId, ...place }, "observed", 1);
    const comeback = "UPDATE plan_entries SET status = 'confirming' WHERE status = 'reversed'";
    const again = `INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount)
      SELECT tenant_id, '${observed}', leg, code, debit_account_id, credit_account_id, amount
      FROM transfers WHERE ${received} AND amount = 900`;
    expect(await objections(again)).toEqual([MONEY]);
    expect(await objections(comeback)).toEqual([MONEY, EVENT]);
    const event = "UPDATE chain_events SET canonical = true WHERE effect = 900";
    expect(await objections(`${again}; ${comeback}; ${event}`)).toEqual([]);
  });

  test("behavior: of a token that the house does not list nothing is expected", async () => {
    const unlisted = `UPDATE plan_entries SET token = '0x' || repeat('a', 40) WHERE amount = 2000;
      UPDATE chain_events SET token = '0x' || repeat('a', 40) WHERE effect = 2000;
      DELETE FROM transfers WHERE ${received} AND amount = 2000`;
    expect(await objections(unlisted)).toEqual([]);
  });
});
