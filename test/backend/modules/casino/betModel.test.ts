import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import type { BetRequest } from "#domain/api/casino.ts";
import fc from "#test/support/properties.ts";
import { diceBet, openTestHouse, type TestHouse } from "./testHouse.ts";

const START = 3_000_000n;
const PLAYERS = 4;
const RUNS = 25;

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});

afterAll(() => house.stop());

/** Bets of which many are bad, over-large or sent twice; and players who rotate in between. */
const step = fc.record({
  player: fc.nat({ max: PLAYERS - 1 }),
  action: fc.oneof(
    { weight: 8, arbitrary: fc.constant("bet" as const) },
    { weight: 1, arbitrary: fc.constant("rotate" as const) },
    { weight: 2, arbitrary: fc.constant("repeat" as const) },
  ),
  stake: fc.oneof(fc.bigInt({ min: 1_000n, max: 2_000_000n }), fc.bigInt({ min: 0n, max: 10n ** 12n })),
  params: fc.oneof(
    fc.record({ targetHundredths: fc.integer({ min: 200, max: 9_999 }), direction: fc.constant("over") }),
    fc.record({ targetHundredths: fc.integer({ min: -5, max: 12_000 }), direction: fc.constant("under") }),
  ),
});

describe("property", () => {
  test("property: whatever is sent at once, balances follow the answers and the books stay proved", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
        const tenantId = house.tenant.id;
        const players = await Promise.all(
          Array.from({ length: PLAYERS }, () => house.addPlayer({ balanceMinor: START })),
        );
        const model = new Map(players.map((userId) => [userId, START]));
        const sent: { userId: string; request: BetRequest }[] = [];
        await Promise.all(
          steps.map(async ({ player, action, stake, params }) => {
            const userId = players[player]!;
            if (action === "rotate") {
              const isUnused = (error: unknown) => expect(error).toMatchObject({ code: "SEED_UNUSED" });
              return house.fairness.rotate({ tenantId, userId }).catch(isUnused);
            }
            const earlier = action === "repeat" ? sent.at(-1) : undefined;
            const bet = earlier ?? { userId, request: diceBet({ stake: stake.toString(), params }) };
            sent.push(bet);
            const answer = await house.place(bet.userId, bet.request).catch(() => undefined);
            if (answer === undefined || answer.repeated) return;
            const change = BigInt(answer.bet.payout) - BigInt(answer.bet.stake);
            model.set(bet.userId, (model.get(bet.userId) ?? 0n) + change);
          }),
        );
        for (const [userId, balance] of model) expect(await house.balanceOf(userId)).toBe(balance);
        expect((await checkLedger(house.owner)).flatMap(({ findings }) => findings)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(house.faults).toEqual([]);
  });
});
