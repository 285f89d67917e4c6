import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { commitment } from "#domain/fairness/commitment.ts";
import { diceBet, openTestHouse, type TestHouse } from "../casino/testHouse.ts";

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});

afterAll(() => house.stop());

async function newPlayer() {
  const userId = await house.addPlayer({ balanceMinor: 1_000_000_000n });
  return { tenantId: house.tenant.id, userId };
}

/** Nothing instead of a rotation that no bet was there for. */
function onlyUnused(error: unknown): undefined {
  expect(error).toMatchObject({ code: "SEED_UNUSED" });
}

describe("rotate", () => {
  test("default: reveals what was committed to and activates what was announced", async () => {
    const player = await newPlayer();
    const before = await house.fairness.seeds(player);
    for (let n = 0; n < 3; n++) await house.place(player.userId, diceBet());
    const { revealed, active, next } = await house.fairness.rotate(player, { clientSeed: "other words" });
    expect(commitment(revealed.serverSeed)).toBe(before.active.commitment);
    expect(revealed).toMatchObject({ betCount: 3, clientSeed: "first words" });
    expect(active).toMatchObject({ commitment: before.next.commitment, clientSeed: "other words", nonce: 0 });
    expect(next.commitment).not.toBe(before.next.commitment);
    const { bet } = await house.place(player.userId, diceBet());
    expect(bet).toMatchObject({ commitment: active.commitment, clientSeed: "other words", nonce: 0 });
  });

  test("behavior: in a storm of bets no nonce is used twice and no bet uses a revealed seed", async () => {
    const player = await newPlayer();
    const rotated: { seedId: string; betCount: number }[] = [];
    let isDone = false;
    const placing = Promise.all(
      Array.from({ length: 1_000 }, async (_, n) => {
        await new Promise((resolve) => setTimeout(resolve, n / 2));
        return house.place(player.userId, diceBet({ stake: "1000" }));
      }),
    ).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      const rotation = await house.fairness.rotate(player).catch(onlyUnused);
      if (rotation !== undefined) rotated.push(rotation.revealed);
    }
    const answers = await placing;
    expect(rotated.length).toBeGreaterThan(1);
    expect(new Set(answers.map(({ bet }) => `${bet.seedId}/${bet.nonce}`)).size).toBe(1_000);
    for (const { seedId, betCount } of rotated) {
      expect(answers.filter(({ bet }) => bet.seedId === seedId)).toHaveLength(betCount);
    }
    expect((await checkLedger(house.owner)).flatMap(({ findings }) => findings)).toEqual([]);
  });

  test("behavior: of rotations at once one is made", async () => {
    const player = await newPlayer();
    await house.place(player.userId, diceBet());
    const { active, next } = await house.fairness.seeds(player);
    const rotations = await Promise.all(
      Array.from({ length: 5 }, () => house.fairness.rotate(player).catch(onlyUnused)),
    );
    expect(rotations.filter((rotation) => rotation !== undefined)).toHaveLength(1);
    expect(await house.fairness.revealed(player, { before: null, limit: 10 })).toMatchObject([
      { seedId: active.seedId },
    ]);
    expect((await house.fairness.seeds(player)).active.commitment).toBe(next.commitment);
  });

  test("behavior: asked again for the pair that it has revealed, it answers the same and reveals no other", async () => {
    const player = await newPlayer();
    await house.place(player.userId, diceBet());
    const seedId = BigInt((await house.fairness.seeds(player)).active.seedId);
    const first = await house.fairness.rotate(player, { seedId, clientSeed: "new words" });
    expect(await house.fairness.rotate(player, { seedId, clientSeed: "new words" })).toEqual(first);
    await house.place(player.userId, diceBet());
    expect((await house.fairness.rotate(player, { seedId })).revealed).toEqual(first.revealed);
    expect(await house.fairness.revealed(player, { before: null, limit: 10 })).toEqual([first.revealed]);
  });

  test("error: SeedsChanged for a pair that is not the player's, or not yet the active one", async () => {
    const [player, other] = [await newPlayer(), await newPlayer()];
    for (const { userId } of [player, other]) await house.place(userId, diceBet());
    const theirs = BigInt((await house.fairness.seeds(other)).active.seedId);
    await house.fairness.rotate(other);
    const { rows } = await house.owner.query<{ id: bigint }>(
      "SELECT id FROM seeds WHERE user_id = $1 AND status = 'next'",
      [player.userId],
    );
    for (const seedId of [theirs, rows[0]!.id, 0n]) {
      await expect(house.fairness.rotate(player, { seedId })).rejects.toMatchObject({
        code: "SEEDS_CHANGED",
      });
    }
    expect(await house.fairness.revealed(player, { before: null, limit: 10 })).toEqual([]);
  });

  test("behavior: revealed pairs are listed, newest first", async () => {
    const player = await newPlayer();
    for (let pair = 0; pair < 5; pair++) {
      await house.place(player.userId, diceBet());
      await house.fairness.rotate(player);
    }
    const past = await house.fairness.revealed(player, { before: null, limit: 10 });
    expect(new Set(past.map(({ seedId }) => seedId)).size).toBe(5);
    const older = await house.fairness.revealed(player, { before: BigInt(past[1]!.seedId), limit: 10 });
    expect(older).toEqual(past.slice(2));
  });

  test("error: SeedUnused: however often it is asked for, a pair without a bet stays", async () => {
    const player = await newPlayer();
    const before = await house.fairness.seeds(player);
    for (let ask = 0; ask < 3; ask++)
      await expect(house.fairness.rotate(player, { clientSeed: "new words" })).rejects.toMatchObject({
        code: "SEED_UNUSED",
      });
    expect(await house.fairness.seeds(player)).toEqual(before);
    await house.place(player.userId, diceBet());
    await house.fairness.rotate(player);
    await expect(house.fairness.rotate(player)).rejects.toMatchObject({ code: "SEED_UNUSED" });
    const pairs = "SELECT count(*)::int AS pairs FROM seeds WHERE user_id = $1";
    expect((await house.owner.query(pairs, [player.userId])).rows).toEqual([{ pairs: 3 }]);
  });

  test("error: ClientSeedInvalid changes nothing", async () => {
    const player = await newPlayer();
    await house.place(player.userId, diceBet());
    const before = await house.fairness.seeds(player);
    await expect(house.fairness.rotate(player, { clientSeed: "tab\tstop" })).rejects.toMatchObject({
      code: "CLIENT_SEED_INVALID",
    });
    expect(await house.fairness.seeds(player)).toEqual(before);
  });
});

describe("setClientSeed", () => {
  test("default", async () => {
    const player = await newPlayer();
    const before = await house.fairness.seeds(player);
    for (const words of ["too hasty", "my own"]) await house.fairness.setClientSeed(player, words);
    expect(await house.fairness.seeds(player)).toEqual({
      ...before,
      active: { ...before.active, clientSeed: "my own" },
    });
    expect((await house.place(player.userId, diceBet())).bet.clientSeed).toBe("my own");
  });

  test("error: SeedInUse once a bet has used the pair", async () => {
    const player = await newPlayer();
    await house.place(player.userId, diceBet());
    await expect(house.fairness.setClientSeed(player, "too late")).rejects.toMatchObject({
      code: "SEED_IN_USE",
    });
    expect((await house.fairness.seeds(player)).active.clientSeed).toBe("first words");
  });
});

describe("seeds", () => {
  test("error: SeedsMissing", async () => {
    const player = { tenantId: house.tenant.id, userId: "00000000-0000-4000-8000-000000000000" };
    await expect(house.fairness.seeds(player)).rejects.toMatchObject({ code: "SEEDS_MISSING" });
    await expect(house.fairness.rotate(player)).rejects.toMatchObject({ code: "SEEDS_MISSING" });
  });
});
