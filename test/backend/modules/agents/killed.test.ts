import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { COMMISSION_CHECKS } from "#backend/modules/ledger/commissionChecks.store.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { BOOK_CHECKS } from "#backend/modules/ledger/ledgerChecks.store.ts";
import { killBeforeWriting, killNow } from "#test/support/killMidway.ts";
import { type AgentHouse, startAgentHouse } from "./agentHouse.ts";
import type { MoneyMove } from "./moneyMover.ts";
import { type MoneyMovers, moneyMovers } from "./moneyMovers.ts";

const STAKE = 1_000_000n;
/** 30 % of an edge of 3 %. */
const DUE = 9_000n;
/** Kills at any moment, from before the first statement to after the answer. */
const RANDOM_KILLS = 6;
const LONGEST_MOVE_MS = 30;

let house: AgentHouse;
let agent: Viewer;
let player: Viewer;
let movers: MoneyMovers;
beforeAll(async () => {
  house = await startAgentHouse();
  movers = moneyMovers(house.databaseUrl);
  agent = await house.place("agent");
  player = await house.place("user", agent);
  await house.hierarchy.setRates(house.admin, agent.userId, { revenueShareBps: 3_000, turnoverBps: 0 });
  await house.fund(player.userId, 1_000n * STAKE);
});
afterEach(async () => {
  for (const { name, findings } of await checkLedger(house.owner, [...BOOK_CHECKS, ...COMMISSION_CHECKS])) {
    expect({ name, findings }).toEqual({ name, findings: [] });
  }
});
afterAll(async () => {
  movers.stop();
  await house.stop();
});

/** Until Postgres has undone what a killed process had not committed. */
async function untilGone(): Promise<void> {
  const open = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'fairhouse_api' AND xact_start IS NOT NULL`;
  while (((await house.owner.query(open)).rowCount ?? 0) > 0) await sleep(5);
}

async function paidOut(): Promise<bigint> {
  const { rows } = await house.owner.query<{ paid: bigint }>(
    "SELECT coalesce(sum(amount), 0)::bigint AS paid FROM commission_payouts WHERE agent_id = $1",
    [agent.userId],
  );
  return rows[0]!.paid;
}

const payoutOf = (amount: bigint, key: string = randomUUID()) => ({
  tenantId: house.tenantId,
  userId: agent.userId,
  key,
  request: { currency: "BNB", amount: amount.toString() },
});
const voidOf = (betId: string) => ({
  tenantId: house.tenantId,
  actorId: house.admin.userId,
  betId,
  reason: "a test",
});
async function newBet(): Promise<string> {
  const [bet] = await house.settle([{ userId: player.userId, stake: STAKE }]);
  return bet!.id;
}

test("behavior: killed in the middle of a payout: nothing was paid, and the same key pays once", async () => {
  await newBet();
  const before = await house.cashOf(agent.userId);
  const order = payoutOf(DUE);
  await killBeforeWriting(house.owner, "commission_payouts", () => movers.moving({ kind: "payout", order }));
  expect([await house.cashOf(agent.userId), await house.claimOf(agent)]).toEqual([before, DUE]);

  const paid = await house.payouts.payOut(order);
  expect(await house.payouts.payOut(order)).toEqual(paid);
  expect([await house.cashOf(agent.userId), await house.claimOf(agent)]).toEqual([before + DUE, 0n]);
});

test("behavior: killed in the middle of a void: the bet stands, and is voided once", async () => {
  const betId = await newBet();
  const [cash, claim] = [await house.cashOf(player.userId), await house.claimOf(agent)];
  const order = voidOf(betId);
  await killBeforeWriting(house.owner, "commission_lines", () => movers.moving({ kind: "void", order }));
  expect([await house.cashOf(player.userId), await house.claimOf(agent)]).toEqual([cash, claim]);

  const voided = await house.voidBet(order);
  expect(await house.voidBet(order)).toEqual(voided);
  expect([await house.cashOf(player.userId), await house.claimOf(agent)]).toEqual([
    cash + STAKE,
    claim - DUE,
  ]);
});

test("behavior: killed at any moment, also when only the answer is lost: what is asked again happens once", async () => {
  for (let n = 0; n < RANDOM_KILLS; n++) {
    await newBet();
    const undone = await newBet();
    const [cash, claim, paid] = [
      await house.cashOf(player.userId),
      await house.claimOf(agent),
      await paidOut(),
    ];
    const moves: MoneyMove[] = [
      { kind: "payout", order: payoutOf(DUE) },
      { kind: "void", order: voidOf(undone) },
    ];
    const child = await movers.moving(...moves);
    await sleep((n * LONGEST_MOVE_MS) / RANDOM_KILLS);
    await killNow(child);
    await untilGone();
    for (const move of moves) {
      if (move.kind === "payout") await house.payouts.payOut(move.order);
      else await house.voidBet(move.order);
    }
    expect(await paidOut()).toBe(paid + DUE);
    expect(await house.claimOf(agent)).toBe(claim - DUE - DUE);
    expect(await house.cashOf(player.userId)).toBe(cash + STAKE);
  }
});
