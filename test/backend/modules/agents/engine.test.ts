import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "#backend/adapters/clock.ts";
import { createCommissionBook } from "#backend/modules/agents/commissionBook.ts";
import { createDownline } from "#backend/modules/agents/downline.service.ts";
import { createHierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import { createCommissionPayouts } from "#backend/modules/agents/payout.service.ts";
import { createStatements } from "#backend/modules/agents/statement.service.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import { createVoidBet } from "#backend/modules/agents/voidBet.service.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { FairhouseError } from "#domain/errors.ts";
import { diceBet, openTestHouse, type TestHouse } from "#test/backend/modules/casino/testHouse.ts";

const PLAYERS = 6;
const BETS_PER_PLAYER = 60;
/** On a slow machine players go on until everybody else has done something, too. */
const MOST_BETS_PER_PLAYER = 600;
const STAKE = 1_000_000n;

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.stop());

/** The services over the engine's own house, and a line whose rates are those of the design's example. */
async function openAgency() {
  const { api: pool, tenant } = house;
  const hierarchy = createHierarchy({ pool, clock: systemClock });
  const admin: Viewer = { tenantId: tenant.id, userId: await house.addPlayer(), role: "admin" };
  const place = async (
    level: "super_master" | "master" | "agent" | "user",
    parent: Viewer | null,
    bps = 0,
  ) => {
    const userId = await house.addPlayer({ balanceMinor: level === "user" ? 1_000_000_000n : 0n });
    await hierarchy.move(admin, userId, { parentId: parent?.userId ?? null, level });
    if (bps > 0) await hierarchy.setRates(admin, userId, { revenueShareBps: bps, turnoverBps: 0 });
    return { tenantId: tenant.id, userId, role: "player" } as const;
  };
  const top = await place("super_master", null, 1_000);
  const middle = await place("master", top, 2_000);
  const low = await place("agent", middle, 3_000);
  const players = await Promise.all(Array.from({ length: PLAYERS }, () => place("user", low)));
  return { admin, hierarchy, place, agents: [top, middle, low], top, middle, low, players };
}

test("default: a bet through the engine earns each agent above its player, seen as soon as it is answered", async () => {
  const { low, top, players } = await openAgency();
  const bet = diceBet({ stake: STAKE.toString() });
  const { bet: settled } = await house.place(players[0]!.userId, bet);
  const downline = createDownline(house.api);
  const statements = createStatements({ pool: house.api, clock: systemClock });
  const due = (bps: bigint) => ((STAKE * BigInt(settled.edgeBps) * bps) / 100_000_000n).toString();
  expect((await downline.place(low, low.userId)).claims).toMatchObject([{ claim: due(3_000n) }]);
  expect((await downline.place(top, top.userId)).claims).toMatchObject([{ claim: due(1_000n) }]);
  const { lines } = await statements.page(low, { limit: 5 });
  expect(lines).toMatchObject([{ amount: due(3_000n), bets: [{ betId: bet.betId }] }]);
  const { items } = await downline.list(low, { scope: "direct", limit: 200 });
  expect(items.find(({ id }) => id === players[0]!.userId)?.figures).toMatchObject([
    { bets: 1, staked: STAKE.toString(), paid: settled.payout },
  ]);
  expect(house.faults).toEqual([]);
});

test("behavior: rates and places change, agents are paid and bets voided while the engine settles", async () => {
  const { admin, hierarchy, agents, middle, low, players, place } = await openAgency();
  const otherLow = await place("agent", middle, 500);
  const payouts = createCommissionPayouts(house.api);
  const voidBet = createVoidBet({ pool: house.api, commissionBook: createCommissionBook() });
  const { tenantId } = admin;
  const placed: string[] = [];
  const done: number[] = [];
  const hasEverybodyActed = () => done.every((count) => count > 3);

  const play = players.map(async ({ userId }) => {
    for (let n = 0; n < MOST_BETS_PER_PLAYER && (n < BETS_PER_PLAYER || !hasEverybodyActed()); n += 1) {
      const bet = diceBet({ stake: `${STAKE + BigInt(n)}` });
      await house.place(userId, bet);
      placed.push(bet.betId);
    }
  });
  let hasEnded = false;
  async function repeat(work: (n: number) => Promise<unknown>): Promise<void> {
    const worker = done.push(0) - 1;
    for (let n = 0; !hasEnded; n += 1) {
      const isDone = await work(n).then(
        () => true,
        (error: unknown) => {
          if (error instanceof FairhouseError) return false;
          throw error;
        },
      );
      if (isDone) done[worker]! += 1;
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  }
  const meanwhile = [
    repeat((n) =>
      hierarchy.setRates(admin, agents[n % 3]!.userId, {
        revenueShareBps: 100 * (n % 30),
        turnoverBps: n % 10,
      }),
    ),
    repeat((n) =>
      hierarchy.move(admin, players[n % PLAYERS]!.userId, { parentId: [otherLow, low][n % 2]!.userId }),
    ),
    repeat((n) =>
      payouts.payOut({
        tenantId,
        userId: agents[n % 3]!.userId,
        key: randomUUID(),
        request: { currency: "BNB" },
      }),
    ),
    repeat((n) =>
      voidBet({ tenantId, actorId: admin.userId, betId: placed[n] ?? randomUUID(), reason: "a test" }),
    ),
  ];
  await Promise.all(play);
  hasEnded = true;
  await Promise.all(meanwhile);
  expect(hasEverybodyActed()).toBe(true);
  expect(new Set(placed).size).toBeGreaterThanOrEqual(PLAYERS * BETS_PER_PLAYER);
  for (const { name, findings } of await checkLedger(house.owner)) {
    expect({ name, findings }).toEqual({ name, findings: [] });
  }
  expect(house.faults).toEqual([]);
});
