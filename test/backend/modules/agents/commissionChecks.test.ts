import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#backend/db/transaction.ts";
import { COMMISSION_CHECKS } from "#backend/modules/ledger/commissionChecks.store.ts";
import { checkLedger, runChecks } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { type AgentHouse, startAgentHouse } from "./agentHouse.ts";

const [FOLLOWS, COMPLETE, POSTED, TOTALS, CLOSED, PAYABLE, PAID, VOIDED] = COMMISSION_CHECKS.map(
  ({ name }) => name,
);

let house: AgentHouse;
beforeAll(async () => {
  house = await startAgentHouse();
  await house.ceilings.setHouse(house.admin, 10_000);
  const { low, middle, player } = await house.line();
  await house.hierarchy.setRates(house.admin, middle.userId, { revenueShareBps: 2_000, turnoverBps: 0 });
  await house.hierarchy.setRates(house.admin, low.userId, { revenueShareBps: 3_000, turnoverBps: 10 });
  await house.fund(player.userId, 1_000_000n);
  const bets = await house.settle(
    [10_000n, 20_000n].map((stake) => ({ userId: player.userId, stake, payout: stake })),
  );
  await house.settle([{ userId: player.userId, stake: 5_000n }], 4);
  await house.voidBet({
    tenantId: house.tenantId,
    actorId: house.admin.userId,
    betId: bets[0]!.id,
    reason: "as a test",
  });
  await house.payouts.payOut({ ...low, key: "1", request: { currency: "BNB", amount: "50" } });
  await house.passTime(30);
  await house.closePeriods();
});
afterAll(() => house.stop());

test("default: nothing contradicts", async () => {
  const results = await checkLedger(house.owner, COMMISSION_CHECKS);
  expect(results.flatMap(({ findings }) => findings)).toEqual([]);
});

describe("behavior: what is changed by hand is found", () => {
  test.each([
    [
      "a line's amount",
      "UPDATE commission_lines SET turnover = turnover + 1 WHERE amount = 300",
      [FOLLOWS, COMPLETE, POSTED, TOTALS, CLOSED, PAYABLE],
    ],
    [
      "a line gone",
      "DELETE FROM commission_lines WHERE amount = 300",
      [COMPLETE, POSTED, TOTALS, CLOSED, PAYABLE],
    ],
    [
      "a line of nothing",
      "UPDATE commission_lines SET bet_ids = ARRAY[gen_random_uuid()] WHERE amount = 50",
      [FOLLOWS],
    ],
    [
      "a line's bets",
      "UPDATE commission_lines SET bet_ids = bet_ids || gen_random_uuid() WHERE amount = 50",
      [FOLLOWS],
    ],
    ["a bet's stake", "UPDATE bets SET stake = 4999 WHERE stake = 5000", [FOLLOWS, COMPLETE]],
    [
      "a plan's rate",
      "UPDATE commission_plans SET lines = replace(lines::text, '3000', '4000')::jsonb",
      [FOLLOWS, COMPLETE],
    ],
    [
      "a posting's amount",
      "UPDATE transfers SET amount = amount + 1 WHERE code = 'commission_accrued'",
      [POSTED],
    ],
    ["a clawback's posting", "DELETE FROM transfers WHERE code = 'commission_clawed_back'", [POSTED]],
    ["a closed period", "UPDATE commission_periods SET clawbacks = clawbacks + 1", [CLOSED]],
    ["a closed period gone", "DELETE FROM commission_periods", [CLOSED]],
    [
      "a period closed too early",
      "UPDATE commission_closings SET closed_from = closed_from + interval '1 day', closed_before = closed_before + interval '1 day', next_before = next_before + interval '1 day'",
      [CLOSED],
    ],
    ["a total", "UPDATE commission_totals SET turnover = turnover - 1 WHERE shard = 4", [TOTALS]],
    [
      "what is owed",
      "UPDATE accounts SET balance = balance + 1 WHERE kind = 'commission_payable' AND shard = 4",
      [PAYABLE],
    ],
    ["a payout's amount", "UPDATE commission_payouts SET amount = 51", [PAYABLE, PAID]],
    ["a void gone", "DELETE FROM bet_voids", [COMPLETE, VOIDED]],
    ["a stake given back", "UPDATE transfers SET amount = 1 WHERE code = 'bet_stake_returned'", [VOIDED]],
  ])("%s", async (_what, sql, names) => {
    const found = await inTransaction(house.owner, async (client) => {
      await client.query("SET LOCAL session_replication_role = replica");
      const changed = await client.query(sql);
      expect(changed.rowCount).toBeGreaterThan(0);
      const results = await runChecks(client, COMMISSION_CHECKS);
      await client.query("ROLLBACK");
      return results.filter(({ findings }) => findings.length > 0).map(({ name }) => name);
    });
    expect(found).toEqual(names);
  });
});
