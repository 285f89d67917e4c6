import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COMMISSION_CHECKS } from "#backend/modules/ledger/commissionChecks.store.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { BOOK_CHECKS } from "#backend/modules/ledger/ledgerChecks.store.ts";
import { differenceInFile } from "#domain/api/statementFile.ts";
import { FairhouseError } from "#domain/errors.ts";
import { type AgentHouse, gather, type SettledTestBet, startAgentHouse } from "./agentHouse.ts";

const LINES = 3;
const BATCHES = 60;
const CHANGES = 40;

let house: AgentHouse;
beforeAll(async () => {
  house = await startAgentHouse();
});
afterAll(() => house.stop());

/** What was refused for a reason that has its own words is no failure here. */
async function tolerate(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof FairhouseError)) throw error;
  });
}

test("behavior: rates, places, payouts and voids change while bets are settled, and every unit is accounted for", async () => {
  const lines = await Promise.all(Array.from({ length: LINES }, () => house.line()));
  const agents = lines.flatMap(({ top, middle, low }) => [top, middle, low]);
  const players = lines.map(({ player }) => player);
  for (const { userId } of players) await house.fund(userId, 1_000_000_000n);
  // So that there is something to pay out from the first bet on, however late the changes below come.
  for (const { userId } of agents)
    await house.hierarchy.setRates(house.admin, userId, { revenueShareBps: 1_000, turnoverBps: 0 });
  const settled: SettledTestBet[] = [];
  const pick = <Item>(items: readonly Item[], n: number) => items[n % items.length]!;

  async function untilSettled(count: number) {
    while (settled.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  async function play(lane: number) {
    for (let n = 0; n < BATCHES; n += 1) {
      const bets = players.map(({ userId }, index) => ({ userId, stake: BigInt(1_000 + 37 * n + index) }));
      settled.push(...(await house.settle(bets, lane)));
    }
  }
  async function changeRates() {
    for (let n = 0; n < CHANGES; n += 1) {
      const rates = { revenueShareBps: 500 * (n % 9), turnoverBps: n % 20 };
      await tolerate(house.hierarchy.setRates(house.admin, pick(agents, 7 * n).userId, rates));
    }
  }
  async function move() {
    for (let n = 0; n < CHANGES; n += 1) {
      const { low, player } = pick(lines, n);
      const parent = pick(lines, n + 1 + (n >> 2));
      await tolerate(house.hierarchy.move(house.admin, low.userId, { parentId: parent.middle.userId }));
      await tolerate(house.hierarchy.move(house.admin, player.userId, { parentId: parent.low.userId }));
    }
  }
  async function payOut() {
    for (let n = 0; n < CHANGES; n += 1) {
      await untilSettled(10 * n);
      const { tenantId, userId } = pick(agents, n);
      const request = { currency: "BNB" };
      await tolerate(house.payouts.payOut({ tenantId, userId, key: randomUUID(), request }));
    }
  }
  async function voidSome() {
    for (let n = 0; n < CHANGES; n += 1) {
      await untilSettled(6 * n + 5);
      const bet = settled.at(-1 - (n % 5))!;
      const order = {
        tenantId: house.tenantId,
        actorId: house.admin.userId,
        betId: bet.id,
        reason: "a test",
      };
      await tolerate(house.voidBet(order));
      await tolerate(house.voidBet(order));
    }
  }
  await Promise.all([play(0), play(1), play(2), changeRates(), move(), payOut(), voidSome()]);

  for (const { name, findings } of await checkLedger(house.owner, [...BOOK_CHECKS, ...COMMISSION_CHECKS])) {
    expect({ name, findings }).toEqual({ name, findings: [] });
  }
  const { rows } = await house.owner.query(
    `SELECT (SELECT count(*) FROM bet_voids) > 5 AS voided, (SELECT count(*) FROM commission_payouts) > 5 AS paid,
       (SELECT count(*) FROM agent_changes WHERE kind = 'moved') > 20 AS moved,
       (SELECT count(*) FROM agent_changes WHERE kind = 'rates') > 5 AS rated`,
  );
  expect(rows).toEqual([{ voided: true, paid: true, moved: true, rated: true }]);
  // Every bet carries a plan that was in force for its player's place at some time, and every line follows from it.
  expect(settled.every(({ planId }) => planId !== null)).toBe(true);
  for (const agent of agents) {
    const whole = await house.statements.whole(agent, {});
    const { totals } = await house.statements.page(agent, { limit: 1 });
    const file = {
      format: "fairhouse-statement",
      version: 1,
      statement: whole.head,
      lines: await gather(whole.lines),
      totals: totals!,
    } as const;
    expect(differenceInFile(file)).toBeNull();
    const { items } = await house.payouts.list(agent, { limit: 200 });
    const paid = items.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    expect(await house.claimOf(agent)).toBe(BigInt(totals![0]?.net ?? "0") - paid);
  }
});
