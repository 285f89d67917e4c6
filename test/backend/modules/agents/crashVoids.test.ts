import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "#backend/adapters/clock.ts";
import { createCommissionBook } from "#backend/modules/agents/commissionBook.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import { createCommissionPayouts } from "#backend/modules/agents/payout.service.ts";
import { createStatements } from "#backend/modules/agents/statement.service.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { createVoidBet } from "#backend/modules/agents/voidBet.service.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { differenceInFile } from "#domain/api/statementFile.ts";
import { between, CrashHouse } from "#test/backend/modules/crash/crashHouse.ts";
import type { CrashProcess } from "#test/backend/modules/crash/crashProcess.ts";
import { playOut, UNTIL_CLOSED_MS } from "#test/backend/modules/crash/roundTimes.ts";
import { killBeforeWriting, killWhileCommitting } from "#test/support/killMidway.ts";
import { gather } from "./agentHouse.ts";
import { type MoneyMovers, moneyMovers } from "./moneyMovers.ts";

/** With an edge of 3 % nothing of it comes out even: every part is rounded down. */
const STAKE = 1_234_567n;
const WON = (STAKE * 104n) / 100n;
/** 30 % of the edge, and 0.07 % of the stake. */
const AGENT = { share: 11_111n, rebate: 864n };
/** 10 % of the edge. */
const MASTER = { share: 3_703n };

let house: CrashHouse;
let process: CrashProcess;
let movers: MoneyMovers;
let line: { admin: Viewer; master: Viewer; agent: Viewer; player: Viewer };
beforeAll(async () => {
  house = await CrashHouse.open({ points: [between(105, 110)], ceiling: 110, bettingMs: UNTIL_CLOSED_MS });
  line = await placeLine();
  movers = moneyMovers(house.databaseUrl);
  process = await house.process();
});
afterEach(async () => {
  const results = await checkLedger(house.owner);
  expect(results.filter(({ findings }) => findings.length > 0)).toEqual([]);
  expect(house.faults).toEqual([]);
});
afterAll(async () => {
  movers.stop();
  await house.close();
});

async function placeLine() {
  const member = async (role: Viewer["role"] = "player"): Promise<Viewer> => ({
    ...{ tenantId: house.tenant.id, userId: await house.addPlayer(), role },
  });
  const [admin, master, agent, player] = [
    await member("admin"),
    await member(),
    await member(),
    await member(),
  ];
  const hierarchy = createHierarchy({ pool: house.owner, clock: systemClock });
  await hierarchy.move(admin, master.userId, { parentId: null, level: "master" });
  await hierarchy.move(admin, agent.userId, { parentId: master.userId, level: "agent" });
  await hierarchy.move(admin, player.userId, { parentId: agent.userId });
  await hierarchy.setRates(admin, master.userId, { revenueShareBps: 1_000, turnoverBps: 0 });
  await hierarchy.setRates(admin, agent.userId, { revenueShareBps: 3_000, turnoverBps: 7 });
  return { admin, master, agent, player };
}

const services = () => ({
  voidBet: createVoidBet({ pool: house.owner, commissionBook: createCommissionBook() }),
  payouts: createCommissionPayouts(house.owner),
  statements: createStatements({ pool: house.owner, clock: systemClock }),
});

/** The player's bets of the next round, once it is settled: one that leaves at 1.04, which in the first is won, and one that stays. */
async function settledBets(): Promise<{ left: string; stayed: string }> {
  const { roundId, number } = await house.roundIn("betting");
  const stake = STAKE.toString();
  const [left, stayed] = await Promise.all([
    process.bet(line.player.userId, { roundId, stake, autoCashOutHundredths: 104 }),
    process.bet(line.player.userId, { roundId, stake, autoCashOutHundredths: null }),
  ]);
  await playOut(house, number);
  return { left: left.bet.betId, stayed: stayed.bet.betId };
}

const voidOf = (betId: string) => ({
  ...{ tenantId: house.tenant.id, actorId: line.admin.userId, betId, reason: "the curve was wrong" },
});

async function claimOf({ userId }: Viewer): Promise<bigint> {
  const [row] = await house.rows<{ claim: bigint }>(
    `SELECT (SELECT coalesce(sum(revenue_share + turnover), 0) FROM commission_totals WHERE agent_id = $1)::bigint
       - (SELECT coalesce(sum(amount), 0) FROM commission_payouts WHERE agent_id = $1)::bigint AS claim`,
    [userId],
  );
  return row!.claim;
}

async function owed(): Promise<bigint> {
  const [row] = await house.rows<{ owed: bigint }>(
    "SELECT sum(balance)::bigint AS owed FROM accounts WHERE kind = 'commission_payable'",
  );
  return row!.owed;
}

/** The player's cash, the claims of agent and master, and what the house owes to both. */
async function books(): Promise<bigint[]> {
  return [
    await house.balance(line.player.userId),
    await claimOf(line.agent),
    await claimOf(line.master),
    await owed(),
  ];
}

test("behavior: a void takes a crash bet's commissions back to the unit: lines, ledger, statement, and what is paid out after it", async () => {
  const { voidBet, payouts, statements } = services();
  const { left: won, stayed: lost } = await settledBets();
  const due = AGENT.share + AGENT.rebate;
  const [cash, agents, masters, payable] = await books();
  expect([agents, masters, payable]).toEqual([2n * due, 2n * MASTER.share, 2n * (due + MASTER.share)]);

  expect(await voidBet(voidOf(won))).toMatchObject({
    betId: won,
    userId: line.player.userId,
    stakeReturned: STAKE.toString(),
    payoutTakenBack: WON.toString(),
    commissionsTakenBack: (due + MASTER.share).toString(),
  });
  expect(await books()).toEqual([cash! + STAKE - WON, due, MASTER.share, due + MASTER.share]);
  const moved = await house.rows(
    `SELECT code, amount FROM transfers
     WHERE code IN ('bet_stake_returned', 'bet_payout_returned', 'commission_clawed_back') ORDER BY code, amount`,
  );
  expect(moved).toEqual([
    { code: "bet_payout_returned", amount: WON },
    { code: "bet_stake_returned", amount: STAKE },
    { code: "commission_clawed_back", amount: MASTER.share },
    { code: "commission_clawed_back", amount: due },
  ]);

  const whole = await statements.whole(line.agent, {});
  const lines = await gather(whole.lines);
  const { totals } = await statements.page(line.agent, { limit: 1 });
  const [clawback] = lines.filter(({ kind }) => kind === "clawback");
  expect(clawback).toMatchObject({
    ...{ revenueShare: `-${AGENT.share}`, turnover: `-${AGENT.rebate}`, amount: `-${due}` },
    bets: [
      { betId: won, game: "crash", stake: STAKE.toString(), edgeBps: 300, revenueShare: `-${AGENT.share}` },
    ],
  });
  expect(totals).toEqual([
    {
      ...{ currency: "BNB", lines: 2, net: due.toString(), clawedBack: due.toString() },
      ...{ revenueShare: (2n * AGENT.share).toString(), turnover: (2n * AGENT.rebate).toString() },
    },
  ]);
  const file = { format: "fairhouse-statement", version: 1, statement: whole.head, lines } as const;
  expect(differenceInFile({ ...file, totals: totals! })).toBeNull();

  const order = { tenantId: house.tenant.id, userId: line.agent.userId };
  const request = { currency: "BNB" };
  const before = await house.balance(line.agent.userId);
  expect(await payouts.payOut({ ...order, key: randomUUID(), request })).toMatchObject({
    amount: due.toString(),
  });
  expect(await house.balance(line.agent.userId)).toBe(before + due);

  // What is paid out already is owed back, and the next bets make it good.
  await voidBet(voidOf(lost));
  expect(await claimOf(line.agent)).toBe(-due);
  await expect(payouts.payOut({ ...order, key: randomUUID(), request })).rejects.toMatchObject({
    code: "NO_COMMISSIONS",
    claimMinor: -due,
  });
  await settledBets();
  expect(await payouts.payOut({ ...order, key: randomUUID(), request })).toMatchObject({
    amount: due.toString(),
  });
  expect(await claimOf(line.agent)).toBe(0n);
});

test("behavior: killed at any step of a void of a crash bet: nothing has happened, or all of it, and asked again it happens once", async () => {
  const { voidBet } = services();
  const { left } = await settledBets();
  const order = voidOf(left);
  const [bet] = await house.rows<{ payout: bigint }>("SELECT payout FROM crash_bets WHERE id = $1", [left]);
  const [cash, agents, masters, payable] = await books();
  const begin = () => movers.moving({ kind: "void", order });
  for (const table of ["bet_voids", "transfers", "accounts", "commission_lines", "commission_totals"]) {
    await killBeforeWriting(house.owner, table, begin);
    expect([table, ...(await books())]).toEqual([table, cash, agents, masters, payable]);
  }
  await killWhileCommitting(house.owner, "bet_voids", begin);
  const due = AGENT.share + AGENT.rebate;
  const after = [
    ...[cash! + STAKE - bet!.payout, agents! - due, masters! - MASTER.share],
    payable! - due - MASTER.share,
  ];
  expect(await books()).toEqual(after);
  const voided = await voidBet(order);
  expect(await voidBet(order)).toEqual(voided);
  expect(voided.commissionsTakenBack).toBe((due + MASTER.share).toString());
  expect(await books()).toEqual(after);
});
