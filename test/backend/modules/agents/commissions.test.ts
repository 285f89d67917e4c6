import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NoCommissions } from "#backend/modules/agents/payout.service.ts";
import { IdempotencyKeyReused } from "#backend/modules/idempotency/idempotency.service.ts";
import { COMMISSION_CHECKS } from "#backend/modules/ledger/commissionChecks.store.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { BOOK_CHECKS } from "#backend/modules/ledger/ledgerChecks.store.ts";
import { differenceInFile } from "#domain/api/statementFile.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import { type AgentHouse, gather, startAgentHouse } from "./agentHouse.ts";

const HUNDRED = 100_000_000_000n;

let house: AgentHouse;
beforeAll(async () => {
  house = await startAgentHouse();
  await house.ceilings.setHouse(house.admin, 10_000);
});
afterAll(async () => {
  for (const { name, findings } of await checkLedger(house.owner, [...BOOK_CHECKS, ...COMMISSION_CHECKS])) {
    expect({ name, findings }).toEqual({ name, findings: [] });
  }
  await house.stop();
});

/** The line of four with the rates of the design's example, and a player with money. */
async function exampleLine() {
  const members = await house.line();
  const share = (revenueShareBps: number) => ({ revenueShareBps, turnoverBps: 0 });
  await house.hierarchy.setRates(house.admin, members.top.userId, share(1_000));
  await house.hierarchy.setRates(members.top, members.middle.userId, share(2_000));
  await house.hierarchy.setRates(members.middle, members.low.userId, share(3_000));
  await house.fund(members.player.userId, 10n * HUNDRED);
  return members;
}

describe("a settled bet", () => {
  test("default: 3 % of 100 is 0.90 for the agent, 0.60 for the master, 0.30 for the super master, 1.20 for the house", async () => {
    const { top, middle, low, player } = await exampleLine();
    const before = await bankroll();
    await house.settle([{ userId: player.userId, stake: HUNDRED, edgeBps: 300 }]);
    expect(await Promise.all([low, middle, top].map(house.claimOf))).toEqual([
      900_000_000n,
      600_000_000n,
      300_000_000n,
    ]);
    const edgeMinor = (HUNDRED * 300n) / 10_000n;
    expect((await bankroll()) - before - (HUNDRED - edgeMinor)).toBe(1_200_000_000n);
  });

  test("behavior: bets of one batch make one line per agent, which names them", async () => {
    const { low, player } = await exampleLine();
    const bets = await house.settle([
      { userId: player.userId, stake: 1_000n },
      { userId: player.userId, stake: 2_000n },
      // Too small for a minor unit of commission.
      { userId: player.userId, stake: 1n },
    ]);
    const { lines } = await house.statements.page(low, { limit: 20 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ kind: "accrual", revenueShare: "27", turnover: "0", amount: "27" });
    expect(lines[0]!.bets.map(({ betId, stake, revenueShare }) => [betId, stake, revenueShare])).toEqual([
      [bets[0]!.id, "1000", "9"],
      [bets[1]!.id, "2000", "18"],
    ]);
  });

  test("behavior: players without an agent earn nobody anything", async () => {
    const player = await house.addUser();
    await house.fund(player.userId, 1_000n);
    const [bet] = await house.settle([{ userId: player.userId, stake: 1_000n }]);
    expect(bet!.planId).toBeNull();
  });

  test("behavior: a bet keeps the rates that were in force; later ones count for later bets", async () => {
    const { low, player } = await exampleLine();
    await house.settle([{ userId: player.userId, stake: 10_000n }]);
    await house.hierarchy.setRates(house.admin, low.userId, { revenueShareBps: 0, turnoverBps: 10 });
    await house.settle([{ userId: player.userId, stake: 10_000n }]);
    const { lines, totals } = await house.statements.page(low, { limit: 20 });
    expect(lines.map(({ revenueShare, turnover }) => [revenueShare, turnover])).toEqual([
      ["0", "10"],
      ["90", "0"],
    ]);
    const [after, before] = lines.map(({ bets }) => bets[0]!.planVersion);
    expect(after).toBe(before! + 1);
    expect(totals).toEqual([
      { currency: "BNB", lines: 2, revenueShare: "90", turnover: "10", clawedBack: "0", net: "100" },
    ]);
  });

  test("behavior: after a move a player's bets go to the new line", async () => {
    const [from, to] = [await exampleLine(), await exampleLine()];
    await house.hierarchy.move(house.admin, from.player.userId, { parentId: to.low.userId });
    await house.settle([{ userId: from.player.userId, stake: 10_000n }]);
    expect(await house.claimOf(from.low)).toBe(0n);
    expect(await house.claimOf(to.low)).toBe(90n);
  });
});

describe("payOut", () => {
  const payOut = (agent: { tenantId: number; userId: string }, amount?: string, key: string = randomUUID()) =>
    house.payouts.payOut({
      ...agent,
      key,
      request: { currency: "BNB", ...(amount === undefined ? {} : { amount }) },
    });

  test("default: a part, then the rest, becomes cash", async () => {
    const { low, player } = await exampleLine();
    await house.settle([{ userId: player.userId, stake: HUNDRED }], 3);
    expect(await payOut(low, "100")).toMatchObject({ currency: "BNB", amount: "100" });
    expect(await payOut(low)).toMatchObject({ amount: "899999900" });
    expect([await house.cashOf(low.userId), await house.claimOf(low)]).toEqual([900_000_000n, 0n]);
    const { items } = await house.payouts.list(low, { limit: 1 });
    expect(items).toMatchObject([{ amount: "899999900" }]);
  });

  test("behavior: the same key pays once", async () => {
    const { low, player } = await exampleLine();
    await house.settle([{ userId: player.userId, stake: HUNDRED }]);
    const key = randomUUID();
    const [first, again] = [await payOut(low, "100", key), await payOut(low, "100", key)];
    expect(again).toEqual(first);
    expect(await house.cashOf(low.userId)).toBe(100n);
  });

  test("error: IdempotencyKeyReused: the same key for another amount or currency, however long ago it paid", async () => {
    const { low, player } = await exampleLine();
    await house.settle([{ userId: player.userId, stake: HUNDRED }]);
    const [part, rest] = [randomUUID(), randomUUID()];
    await payOut(low, "100", part);
    for (const amount of ["101", undefined]) {
      await expect(payOut(low, amount, part)).rejects.toThrow(IdempotencyKeyReused);
    }
    const all = await payOut(low, undefined, rest);
    expect(await payOut(low, undefined, rest)).toEqual(all);
    await expect(payOut(low, "100", rest)).rejects.toThrow(IdempotencyKeyReused);
    const elsewhere = { ...low, key: part, request: { currency: "USDT", amount: "100" } };
    await expect(house.payouts.payOut(elsewhere)).rejects.toThrow(IdempotencyKeyReused);
    expect([await house.cashOf(low.userId), await house.claimOf(low)]).toEqual([900_000_000n, 0n]);
  });

  test("behavior: of many at once, no more is paid than is due", async () => {
    const { low, player } = await exampleLine();
    await house.settle([{ userId: player.userId, stake: 10_000n }]);
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => payOut(low, "40")));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect([await house.cashOf(low.userId), await house.claimOf(low)]).toEqual([80n, 10n]);
  });

  test("error: NoCommissions, InsufficientBalance", async () => {
    const { low, player } = await exampleLine();
    await expect(payOut(low)).rejects.toThrow(NoCommissions);
    await house.settle([{ userId: player.userId, stake: 10_000n }]);
    await expect(payOut(low, "91")).rejects.toThrow(InsufficientBalance);
  });
});

describe("voidBet", () => {
  const order = (betId: string) => ({
    tenantId: house.tenantId,
    actorId: house.admin.userId,
    betId,
    reason: "the feed was wrong",
  });

  test("default: the money goes back, and agents lose what they earned", async () => {
    const { top, low, player } = await exampleLine();
    const before = [await house.cashOf(player.userId), await bankroll()];
    const [bet] = await house.settle([{ userId: player.userId, stake: 10_000n, payout: 15_000n }]);
    const voided = await house.voidBet(order(bet!.id));
    expect(voided).toMatchObject({
      betId: bet!.id,
      stakeReturned: "10000",
      payoutTakenBack: "15000",
      commissionsTakenBack: "180",
    });
    expect([await house.cashOf(player.userId), await bankroll()]).toEqual(before);
    expect(await Promise.all([top, low].map(house.claimOf))).toEqual([0n, 0n]);
    const { lines, totals } = await house.statements.page(low, { limit: 20 });
    expect(lines.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["clawback", "-90"],
      ["accrual", "90"],
    ]);
    expect(totals).toMatchObject([{ revenueShare: "90", clawedBack: "90", net: "0" }]);
  });

  test("behavior: once, however often and however many at a time", async () => {
    const { low, player } = await exampleLine();
    const [bet] = await house.settle([{ userId: player.userId, stake: 10_000n }]);
    const voids = await Promise.all(Array.from({ length: 4 }, () => house.voidBet(order(bet!.id))));
    expect(new Set(voids.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await house.claimOf(low)).toBe(0n);
  });

  test("behavior: waits for accounts before it writes: nobody who holds them waits for it in turn", async () => {
    const { player } = await exampleLine();
    const [bet] = await house.settle([{ userId: player.userId, stake: 10_000n }]);
    const holder = await house.owner.connect();
    try {
      await holder.query("BEGIN");
      await holder.query("SELECT FROM accounts WHERE owner_id = $1 FOR NO KEY UPDATE", [player.userId]);
      const voided = house.voidBet(order(bet!.id));
      await house.untilSomebodyWaits();
      const { rows } = await holder.query(
        `SELECT FROM pg_locks WHERE relation = 'bet_voids'::regclass AND mode = 'RowExclusiveLock'
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      expect(rows).toEqual([]);
      await holder.query("ROLLBACK");
      expect(await voided).toMatchObject({ betId: bet!.id });
    } finally {
      holder.release();
    }
  });

  test("behavior: what was paid out already is taken from what is earned next", async () => {
    const { low, player } = await exampleLine();
    const [bet] = await house.settle([{ userId: player.userId, stake: 10_000n }]);
    await house.payouts.payOut({ ...low, key: randomUUID(), request: { currency: "BNB" } });
    await house.voidBet(order(bet!.id));
    expect(await house.claimOf(low)).toBe(-90n);
    await house.settle([{ userId: player.userId, stake: 20_000n }]);
    expect(await house.claimOf(low)).toBe(90n);
  });

  test("error: InsufficientBalance when the player has spent the payout, and nothing has changed", async () => {
    const { low, player } = await exampleLine();
    const [bet] = await house.settle([
      { userId: player.userId, stake: 10n * HUNDRED, payout: 11n * HUNDRED },
    ]);
    await house.settle([{ userId: player.userId, stake: 11n * HUNDRED }]);
    const claim = await house.claimOf(low);
    await expect(house.voidBet(order(bet!.id))).rejects.toThrow(InsufficientBalance);
    expect(await house.claimOf(low)).toBe(claim);
  });

  test("error: NotFound", async () => {
    await expect(house.voidBet(order(randomUUID()))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("statement", () => {
  test("behavior: by type, player, currency and period, with totals that are those of the lines", async () => {
    const { low, player } = await exampleLine();
    const other = await house.place("user", low);
    await house.fund(other.userId, HUNDRED);
    await house.hierarchy.setRates(house.admin, low.userId, { revenueShareBps: 3_000, turnoverBps: 10 });
    const [first] = await house.settle([
      { userId: player.userId, stake: 10_000n },
      { userId: other.userId, stake: 30_000n },
    ]);
    await house.settle([{ userId: other.userId, stake: 50_000n }]);
    await house.voidBet({
      tenantId: house.tenantId,
      actorId: house.admin.userId,
      betId: first!.id,
      reason: "x",
    });

    const ask = async (filter: object) => {
      const { lines, totals } = await house.statements.page(low, { limit: 20, ...filter });
      return [lines.map(({ amount }) => amount), totals![0]?.net];
    };
    expect(await ask({})).toEqual([["-100", "500", "400"], "800"]);
    expect(await ask({ type: "revenue_share" })).toEqual([["500", "400"], "810"]);
    expect(await ask({ type: "turnover" })).toEqual([["500", "400"], "90"]);
    expect(await ask({ type: "clawback" })).toEqual([["-100"], "-100"]);
    expect(await ask({ playerId: other.userId })).toEqual([["500", "300"], "800"]);
    expect(await ask({ playerId: player.userId })).toEqual([["-100", "100"], "0"]);
    expect(await ask({ playerId: player.userId, type: "turnover" })).toEqual([["100"], "10"]);
    expect(await ask({ currency: "USDT" })).toEqual([[], undefined]);
    expect(await ask({ to: new Date(0).toISOString(), from: new Date(0).toISOString() })).toEqual([
      [],
      undefined,
    ]);
  });

  test("behavior: pages lead through all lines, the first one with the totals of all, and what is exported recomputes", async () => {
    const { low, player } = await exampleLine();
    for (let i = 1n; i <= 5n; i += 1n) await house.settle([{ userId: player.userId, stake: 10_000n * i }]);
    const amounts: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await house.statements.page(low, { limit: 2, ...(cursor === null ? {} : { cursor }) });
      // What is earned while somebody leafs through comes before all that they see, and moves nothing.
      if (cursor !== null) await house.settle([{ userId: player.userId, stake: 10_000n }]);
      amounts.push(...page.lines.map(({ amount }) => amount));
      expect(page.totals?.map(({ net }) => net) ?? null).toEqual(cursor === null ? ["1350"] : null);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(amounts).toEqual(["450", "360", "270", "180", "90"]);
    const whole = await house.statements.whole(low, {});
    const lines = await gather(whole.lines);
    const { totals } = await house.statements.page(low, { limit: 1 });
    const file = {
      format: "fairhouse-statement",
      version: 1,
      statement: whole.head,
      lines,
      totals: totals!,
    } as const;
    expect(differenceInFile(file)).toBeNull();
    const changed = lines.map((line) => (line.amount === "360" ? { ...line, amount: "361" } : line));
    expect(differenceInFile({ ...file, lines: changed })).toEqual({
      lineId: lines.find(({ amount }) => amount === "360")!.id,
      what: "amount",
      stated: "361",
      recomputed: "360",
    });
  });

  test("error: NotFound: somebody else's statement, unless one is above", async () => {
    const [mine, theirs] = [await exampleLine(), await exampleLine()];
    const ask = (viewer: typeof mine.top, agent: typeof mine.top) =>
      house.statements.page(viewer, { limit: 1, agentId: agent.userId });
    expect((await ask(mine.top, mine.low)).statement.agentId).toBe(mine.low.userId);
    await expect(ask(mine.top, theirs.low)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(ask(mine.low, mine.top)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

async function bankroll(): Promise<bigint> {
  const { rows } = await house.owner.query<{ sum: string }>(
    "SELECT coalesce(sum(balance), 0)::text AS sum FROM accounts WHERE kind = 'house_bankroll' AND currency = 'BNB'",
  );
  return BigInt(rows[0]!.sum);
}
