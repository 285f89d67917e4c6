import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import type { BonusGrant } from "#domain/bonus/wagering.ts";
import type { JackpotPot } from "#domain/jackpot/jackpotShares.ts";
import { createTestDatabase, type TestDatabase, testRedisUrl } from "#test/support/services.ts";
import { diceBet, startTestHouse, type TestHouse } from "./testHouse.ts";

const currency = "BNB";
const pots: JackpotPot[] = [];
const grants = new Map<string, BonusGrant[]>();

let database: TestDatabase;
let house: TestHouse;

beforeAll(async () => {
  database = await createTestDatabase();
  house = await startTestHouse({
    databaseUrl: database.url,
    redisUrl: await testRedisUrl(),
    hooks: { jackpotPots: () => pots, bonusGrants: (_tenantId, userId) => grants.get(userId) ?? [] },
  });
});

afterAll(async () => {
  expect((await checkLedger(house.owner)).flatMap(({ findings }) => findings)).toEqual([]);
  expect(house.faults).toEqual([]);
  await house.stop();
  await database.drop();
});

async function balanceOf(accountId: bigint): Promise<bigint> {
  const { rows } = await house.owner.query<{ balance: bigint }>(
    "SELECT balance FROM accounts WHERE id = $1",
    [accountId],
  );
  return rows[0]!.balance;
}

/** Bonus money from the company. */
async function giveBonus(userId: string, amountMinor: bigint): Promise<bigint> {
  return inTransaction(house.owner, async (client) => {
    const [creditAccountId, debitAccountId] = await ensureAccounts(client, house.tenant.id, [
      { kind: "player_bonus", currency, ownerId: userId },
      { kind: "company", currency },
    ]);
    await postTransfers(client, house.tenant.id, [
      {
        causeId: randomUUID(),
        leg: 0,
        code: "suspense_resolved",
        debitAccountId: debitAccountId!,
        creditAccountId: creditAccountId!,
        amountMinor,
      },
    ]);
    return creditAccountId!;
  });
}

describe("hooks of a bet", () => {
  test("behavior: pots get their share of each stake from the house", async () => {
    const [accountId] = await ensureAccounts(house.owner as never, house.tenant.id, [
      { kind: "jackpot", currency },
    ]);
    pots.push({ accountId: accountId!, currency, shareBps: 100, games: ["dice"] });
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    const limbo = { game: "limbo", params: { targetHundredths: 200 } };
    await Promise.all([diceBet(), diceBet(), diceBet(limbo)].map((bet) => house.place(userId, bet)));
    expect(await balanceOf(accountId!)).toBe(20_000n);
    pots.length = 0;
    await house.place(userId, diceBet());
    expect(await balanceOf(accountId!)).toBe(20_000n);
  });

  test("behavior: the stake that completes a bonus turns it into cash", async () => {
    const userId = await house.addPlayer({ balanceMinor: 10_000_000n });
    const accountId = await giveBonus(userId, 777n);
    grants.set(userId, [{ accountId, currency, amountMinor: 777n, leftToStakeMinor: 2_500_000n }]);
    const answers = await Promise.all([1, 2, 3].map(() => house.place(userId, diceBet())));
    grants.delete(userId);
    const won = answers.reduce((sum, { bet }) => sum + BigInt(bet.payout) - BigInt(bet.stake), 0n);
    expect(await balanceOf(accountId)).toBe(0n);
    expect(await house.balanceOf(userId)).toBe(10_000_000n + won + 777n);
    expect(answers.at(-1)?.balance?.available).toBe((10_000_000n + won + 777n).toString());
  });
});
