import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#backend/db/transaction.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { COMMISSION_CHECKS } from "#backend/modules/ledger/commissionChecks.store.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { BOOK_CHECKS } from "#backend/modules/ledger/ledgerChecks.store.ts";
import { type AgentHouse, startAgentHouse } from "./agentHouse.ts";
import type { MoneyMove } from "./moneyMover.ts";

const PROGRAM = fileURLToPath(new URL("./moneyMover.ts", import.meta.url));
const STAKE = 1_000_000n;
/** 30 % of an edge of 3 %. */
const DUE = 9_000n;
/** Kills at any moment, from before the first statement to after the answer. */
const RANDOM_KILLS = 6;
const LONGEST_MOVE_MS = 30;

let house: AgentHouse;
let agent: Viewer;
let player: Viewer;
const running = new Set<ChildProcess>();
beforeAll(async () => {
  house = await startAgentHouse();
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
  for (const child of running) child.kill("SIGKILL");
  await house.stop();
});

async function startMover(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [PROGRAM, house.databaseUrl], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  expect(await once(child, "message")).toEqual(["ready", undefined]);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/** Kills a process when its transaction has moved balances and waits to write to the table. */
async function killBeforeWriting(table: string, move: MoneyMove): Promise<void> {
  const child = await startMover();
  await inTransaction(house.owner, async (client) => {
    // Lets others read the table, not write to it.
    await client.query(`LOCK TABLE ${table} IN SHARE MODE`);
    child.send(move);
    await untilWaitingFor(table);
    await kill(child);
  });
  await untilGone();
}

const OTHERS = `FROM pg_stat_activity WHERE datname = current_database() AND usename = 'fairhouse_api' AND xact_start IS NOT NULL`;

async function untilWaitingFor(table: string): Promise<void> {
  const waiting = async () =>
    (
      await house.owner.query(
        `SELECT FROM pg_locks WHERE NOT granted AND relation = $1::regclass
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        [table],
      )
    ).rowCount ?? 0;
  while ((await waiting()) === 0) await sleep(5);
}

/** Until Postgres has noticed that the process is gone and undone what it had not committed. */
async function untilGone(): Promise<void> {
  while (((await house.owner.query(`SELECT ${OTHERS}`)).rowCount ?? 0) > 0) await sleep(5);
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
  await killBeforeWriting("commission_payouts", { kind: "payout", order });
  expect([await house.cashOf(agent.userId), await house.claimOf(agent)]).toEqual([before, DUE]);

  const paid = await house.payouts.payOut(order);
  expect(await house.payouts.payOut(order)).toEqual(paid);
  expect([await house.cashOf(agent.userId), await house.claimOf(agent)]).toEqual([before + DUE, 0n]);
});

test("behavior: killed in the middle of a void: the bet stands, and is voided once", async () => {
  const betId = await newBet();
  const [cash, claim] = [await house.cashOf(player.userId), await house.claimOf(agent)];
  const order = voidOf(betId);
  await killBeforeWriting("commission_lines", { kind: "void", order });
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
    const child = await startMover();
    for (const move of moves) child.send(move);
    await sleep((n * LONGEST_MOVE_MS) / RANDOM_KILLS);
    await kill(child);
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
