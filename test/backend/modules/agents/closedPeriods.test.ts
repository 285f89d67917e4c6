import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#backend/db/transaction.ts";
import { closeCommissionPeriods } from "#backend/modules/agents/closePeriods.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { COMMISSION_CHECKS } from "#backend/modules/ledger/commissionChecks.store.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { type StatementLine, totalsOf } from "#domain/agents/statement.ts";
import type { StatementLineView } from "#domain/api/commissions.ts";
import { toStatementLine } from "#domain/api/statementFile.ts";
import { type AgentHouse, gather, startAgentHouse } from "./agentHouse.ts";

const STATEMENTS = 150;
const TYPES = [undefined, "revenue_share", "turnover", "clawback"] as const;

let house: AgentHouse;
beforeAll(async () => {
  house = await startAgentHouse();
  await house.ceilings.setHouse(house.admin, 10_000);
  await house.owner.query(
    `INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei)
     SELECT tenant_id, 'USDT', 6, '0x' || repeat('ab', 20), 1 FROM currencies WHERE tenant_id = $1 LIMIT 1`,
    [house.tenantId],
  );
});
afterEach(async () => {
  for (const { name, findings } of await checkLedger(house.owner, COMMISSION_CHECKS)) {
    expect({ name, findings }).toEqual({ name, findings: [] });
  }
});
afterAll(() => house.stop());

/** The same numbers in every run, from 0 to below `below`. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

async function agentWithPlayers() {
  const agent = await house.place("agent");
  const players = [await house.place("user", agent), await house.place("user", agent)];
  return { agent, players };
}

async function closing() {
  const { rows } = await house.owner.query<{ from: Date; before: Date; periods: number }>(
    `SELECT closed_from AS from, closed_before AS before,
       (SELECT count(*)::integer FROM commission_periods) AS periods
     FROM commission_closings WHERE tenant_id = $1`,
    [house.tenantId],
  );
  return rows[0]!;
}

/** Everything that the agent has ever earned, line by line, newest first. */
async function allLines(agent: Viewer, filter: object = {}): Promise<StatementLineView[]> {
  const whole = await house.statements.whole(agent, { from: new Date(0).toISOString(), ...filter });
  return gather(whole.lines);
}

const isWanted = (type: (typeof TYPES)[number], line: StatementLine) =>
  type === undefined ||
  (type === "clawback"
    ? line.kind === "clawback"
    : line.kind === "accrual" && (type === "turnover" ? line.turnoverMinor : line.revenueShareMinor) > 0n);

describe("a house with closed and open periods", () => {
  const random = randomNumbers(8_301);
  const pick = <Item>(items: readonly Item[]) => items[random(items.length)]!;
  let agent: Viewer;
  let players: Viewer[];
  let lines: StatementLineView[];
  beforeAll(async () => {
    ({ agent, players } = await agentWithPlayers());
    const play = async () => {
      // Now one part, now the other, now both, so that types differ from line to line.
      const rates = { revenueShareBps: pick([0, 3_000]), turnoverBps: pick([0, 5, 10]) };
      await house.hierarchy.setRates(house.admin, agent.userId, rates);
      const bets = Array.from({ length: 1 + random(4) }, () => {
        const stake = BigInt(10_000 + random(90_000));
        return {
          ...{ userId: pick(players).userId, currency: pick(["BNB", "BNB", "USDT"]) },
          ...{ stake, payout: stake },
        };
      });
      const settled = await house.settle(bets, random(house.shards));
      if (random(3) > 0) return;
      const { id: betId } = pick(settled);
      await house.voidBet({ ...house.admin, actorId: house.admin.userId, betId, reason: "a test" });
    };
    for (const { userId } of players) await house.fund(userId, 1_000_000_000n);
    for (let n = 0; n < 25; n += 1) {
      await play();
      await house.passTime(1 + random(8));
    }
    await house.closePeriods();
    for (let n = 0; n < 10; n += 1) {
      await play();
      if (random(2) === 0) await house.passTime(10);
    }
    await house.closePeriods();
    await play();
    await play();
    lines = await allLines(agent);
  });

  /** A moment now and then of a line, of a period's edge, or any. */
  function moment(): string {
    const at = Date.parse(pick(lines).createdAt);
    const edge = Math.floor(at / 600_000) * 600_000;
    return new Date(pick([at, edge, edge + 600_000, edge + random(600_000), at + random(2)])).toISOString();
  }

  test("default: most periods are closed, with sums; the newest is open", async () => {
    const { before, periods } = await closing();
    expect(periods).toBeGreaterThan(10);
    expect(before.getTime()).toBeLessThanOrEqual(Date.now() - 6 * 60_000);
    expect(Date.parse(lines[0]!.createdAt)).toBeGreaterThan(before.getTime());
  });

  test("property: whatever the period, type and currency, totals are the sums of the lines, to the unit, and pages lead through them", async () => {
    for (let n = 0; n < STATEMENTS; n += 1) {
      const [from, to] = [moment(), moment()].sort();
      const type = pick(TYPES);
      const currency = pick([undefined, "BNB", "USDT"]);
      const filter = { from: from!, to: to!, ...(type && { type }), ...(currency && { currency }) };
      const wanted = lines
        .filter((line) => line.createdAt >= from! && line.createdAt < to!)
        .filter((line) => currency === undefined || line.currency === currency)
        .filter((line) => isWanted(type, toStatementLine(line)));
      const { totals } = await house.statements.page(agent, { ...filter, limit: 1 });
      const summed = totalsOf(wanted.map(toStatementLine), type);
      expect({ filter, totals }).toEqual({
        filter,
        totals: summed.map(({ currency: code, lines: count, ...minor }) => ({
          ...{ currency: code, lines: count },
          revenueShare: minor.revenueShareMinor.toString(),
          turnover: minor.turnoverMinor.toString(),
          clawedBack: minor.clawedBackMinor.toString(),
          net: minor.netMinor.toString(),
        })),
      });
      expect((await paged(filter, 1 + random(5))).map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    }
  });

  async function paged(filter: object, limit: number): Promise<StatementLineView[]> {
    const shown: StatementLineView[] = [];
    let cursor: string | null = null;
    do {
      const page = await house.statements.page(agent, {
        ...filter,
        limit,
        ...(cursor !== null && { cursor }),
      });
      shown.push(...page.lines);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return shown;
  }

  test("property: of one player the lines with a bet of that player, and of each what that bet gave", async () => {
    for (const player of players) {
      for (const type of TYPES) {
        const [from, to] = [moment(), moment()].sort();
        const filter = { from: from!, to: to!, playerId: player.userId, ...(type && { type }) };
        const wanted = lines
          .filter((line) => line.createdAt >= from! && line.createdAt < to!)
          .filter((line) => isWanted(type, toStatementLine(line)))
          .map((line) => ({ ...line, bets: line.bets.filter(({ playerId }) => playerId === player.userId) }))
          .filter(({ bets }) => bets.length > 0);
        const shown = await paged(filter, 2);
        expect(shown.map(({ id, bets }) => ({ id, bets }))).toEqual(
          wanted.map(({ id, bets }) => ({ id, bets })),
        );
        const { totals } = await house.statements.page(agent, { ...filter, limit: 1 });
        const summed = totalsOf(shown.map(toStatementLine), type);
        expect(totals!.map(({ lines: count, net }) => [count, net])).toEqual(
          summed.map(({ lines: count, netMinor }) => [count, netMinor.toString()]),
        );
      }
    }
  });
});

describe("closing", () => {
  test("behavior: waits for whoever has written a line and not committed it", async () => {
    const { agent, players } = await agentWithPlayers();
    await house.hierarchy.setRates(house.admin, agent.userId, { revenueShareBps: 3_000, turnoverBps: 0 });
    await house.fund(players[0]!.userId, 1_000_000n);
    await house.settle([{ userId: players[0]!.userId, stake: 10_000n }]);
    await house.passTime(20);
    await house.closePeriods();
    const writer = await house.owner.connect();
    const id = randomUUID();
    try {
      await writer.query("BEGIN");
      // Written in its time, by a transaction that has been committing ever since.
      await writer.query(
        `INSERT INTO commission_lines (tenant_id, id, agent_id, currency, revenue_share, turnover, bet_ids, created_at)
         VALUES ($1, $2, $3, 'BNB', 1, 0, ARRAY[gen_random_uuid()], now() - interval '7 minutes')`,
        [house.tenantId, id, agent.userId],
      );
      const before = await closing();
      await house.passTime(20);
      for (let n = 0; n < 3; n += 1) await closeCommissionPeriods(house.worker);
      const { before: shifted } = await closing();
      expect(shifted.getTime()).toBe(before.before.getTime() - 20 * 60_000);
      await writer.query("ROLLBACK");
    } finally {
      writer.release();
    }
    await house.closePeriods();
  });

  test("behavior: by several workers at once, each period once", async () => {
    const { agent, players } = await agentWithPlayers();
    await house.hierarchy.setRates(house.admin, agent.userId, { revenueShareBps: 3_000, turnoverBps: 0 });
    await house.fund(players[0]!.userId, 1_000_000n);
    await house.settle([{ userId: players[0]!.userId, stake: 10_000n }]);
    await house.passTime(60);
    await Promise.all(Array.from({ length: 4 }, () => house.closePeriods()));
    const { rows } = await house.owner.query(
      "SELECT lines, revenue_share FROM commission_periods WHERE agent_id = $1",
      [agent.userId],
    );
    expect(rows).toEqual([{ lines: 1n, revenue_share: 90n }]);
  });

  test("behavior: in a cluster that a backup went to, whose transactions begin at lower numbers, it goes on", async () => {
    await house.owner.query("UPDATE commission_closings SET writers = 9000000000000000");
    await house.passTime(30);
    await house.closePeriods();
  });
});

describe("a line's time", () => {
  test("error: a transaction that began too long ago writes none, and is told to begin again", async () => {
    const { rows } = await house.owner.query<{ definition: string }>(
      "SELECT pg_get_triggerdef(oid) AS definition FROM pg_trigger WHERE tgname = 'lines_are_written_in_time'",
    );
    // Closing waits a minute longer than this.
    expect(rows[0]!.definition).toContain("'00:05:00'");
    const { agent, players } = await agentWithPlayers();
    await house.hierarchy.setRates(house.admin, agent.userId, { revenueShareBps: 3_000, turnoverBps: 0 });
    await house.owner.query(
      `CREATE TRIGGER at_once BEFORE INSERT ON commission_lines FOR EACH STATEMENT
         WHEN (now() < clock_timestamp()) EXECUTE FUNCTION refuse_late_lines()`,
    );
    await expect(house.settle([{ userId: players[0]!.userId, stake: 10_000n }])).rejects.toMatchObject({
      code: "40001",
    });
    await house.owner.query("DROP TRIGGER at_once ON commission_lines");
  });

  test("error: nobody who settles bets or voids them gives a line another time", async () => {
    const line = `INSERT INTO commission_lines (tenant_id, id, agent_id, currency, revenue_share, turnover, bet_ids, created_at)
      VALUES (1, gen_random_uuid(), gen_random_uuid(), 'BNB', 1, 0, ARRAY[gen_random_uuid()], now())`;
    for (const pool of [house.pool, house.engine]) {
      await expect(inTransaction(pool, (client) => client.query(line))).rejects.toMatchObject({
        code: "42501",
      });
    }
  });
});
