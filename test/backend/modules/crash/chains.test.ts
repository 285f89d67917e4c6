import { randomBytes } from "node:crypto";
import { describe, expect, type TestContext, test } from "vitest";
import { systemEntropy } from "#backend/adapters/entropy.ts";
import { keepChains } from "#backend/modules/crash/chainKeeper.ts";
import { makeChain, openLink } from "#backend/modules/crash/chainLinks.ts";
import { claimFence, findTable } from "#backend/modules/crash/tables.store.ts";
import { createSeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { crashChainKind } from "#domain/games/crash/anchorKind.ts";
import { linkAfter } from "#domain/games/crash/hashChain.ts";
import { verifyCrash } from "#domain/games/crash/verifyCrash.ts";
import { awayFromMidnight } from "#test/support/calendar.ts";
import { between, CrashHouse, type CrashHouseOptions } from "./crashHouse.ts";
import { closeBetting, letCrash, playOut, SKY, UNTIL_CLOSED_MS, untilRisen } from "./roundTimes.ts";

/** After this no process goes by what it read of the switches before. */
const SWITCHED_MS = 1_100;

/** Each test has a house of its own: what they do mostly is to wait for its rounds, and that they do at the same time. */
async function openHouse(
  { onTestFinished }: TestContext,
  options: CrashHouseOptions = {},
): Promise<CrashHouse> {
  const house = await CrashHouse.open(options);
  onTestFinished(async () => {
    const contradictions = await house.contradictions();
    await house.close();
    expect(contradictions).toEqual([]);
    expect(house.faults).toEqual([]);
  });
  return house;
}

interface ChainRow {
  readonly id: bigint;
  readonly epoch: bigint;
  readonly kind: string;
  readonly root: string;
  readonly commitment: string;
  readonly edge_bps: number;
  readonly games: number;
  readonly played: number;
  readonly salt: string | null;
  readonly salt_block: bigint | null;
}
const chains = (house: CrashHouse) => house.rows<ChainRow>("SELECT * FROM crash_chains ORDER BY id");

/** What the worker and the indexer do: the root stands in the registry, in a block that is final. */
async function anchor(
  { owner }: CrashHouse,
  epoch: bigint,
  { block = 100, final = 1_000, root = "" } = {},
): Promise<void> {
  await owner.query(
    `INSERT INTO fairness_anchors (tenant_id, vault_id, kind, epoch, root, block_number, block_time, tx_hash, log_index)
     SELECT tenant_id, vault_id, kind, epoch, '0x' || coalesce(nullif($3, ''), commitment), $2, 0, '0x' || repeat('e', 64), 0
     FROM crash_chains WHERE epoch = $1`,
    [epoch, block, root],
  );
  await owner.query(
    `INSERT INTO chain_cursors (vault_id, tenant_id, block_number, block_hash, head_number, final_number)
     SELECT id, tenant_id, $1, '0x' || repeat('a', 64), $1, $1 FROM vaults
     ON CONFLICT (vault_id) DO UPDATE SET final_number = EXCLUDED.final_number`,
    [final],
  );
}

describe.concurrent("a chain", () => {
  test("behavior: only its marks are kept, and they tell every link, each in its own place", async () => {
    const cipher = createSeedCipher(randomBytes(32), systemEntropy);
    const secret = randomBytes(32).toString("hex");
    for (const games of [1, 6, 7, 8, 50]) {
      const made = await makeChain({ cipher, tenantId: 1 }, { secret, games, marksApart: 7 });
      expect(made.root).toBe(linkAfter(secret, games));
      for (let link = 0; link < games; link++)
        expect(openLink({ cipher, tenantId: 1 }, made, link)).toBe(linkAfter(secret, link));
      expect(made.marks.includes(Buffer.from(secret, "ascii"))).toBe(false);
      expect(() => openLink({ cipher, tenantId: 2 }, made, 0)).toThrow();
      const swapped = Buffer.concat([made.marks.subarray(92), made.marks.subarray(0, 92)]);
      if (games > 7)
        expect(() => openLink({ cipher, tenantId: 1 }, { ...made, marks: swapped }, 0)).toThrow();
    }
  });

  test("behavior: it is made, anchored, salted by a later block, and only then played", async (context) => {
    const { expect } = context;
    const house = await openHouse(context, { games: 40, bettingMs: UNTIL_CLOSED_MS });
    await house.process();
    await expect.poll(() => chains(house)).toHaveLength(1);
    const [made] = (await chains(house)) as [ChainRow];
    expect(made).toMatchObject({
      epoch: 1n,
      kind: crashChainKind("BNB"),
      games: 40,
      salt: null,
      salt_block: null,
    });

    // Anchored in a block that is not final yet: that may still change.
    await anchor(house, 1n, { block: 100, final: 99 });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await chains(house))[0]!.salt_block).toBeNull();
    await house.owner.query("UPDATE chain_cursors SET final_number = 102");
    await expect.poll(async () => (await chains(house))[0]!.salt_block).toBe(103n);
    expect((await chains(house))[0]!.salt).toBeNull();
    expect(await house.rows("SELECT FROM crash_rounds")).toEqual([]);

    await house.owner.query("UPDATE chain_cursors SET final_number = 103");
    await house.roundIn("betting");
    expect((await chains(house))[0]!.salt).toBe((103).toString(16).padStart(64, "0"));
    const [round] = await house.rows("SELECT commitment, game FROM crash_rounds");
    expect(round).toEqual({ commitment: made.root, game: 1 });
  });

  test("behavior: the next one is ready before the old one ends, and no game is skipped or played twice", async (context) => {
    const { expect } = context;
    const house = await openHouse(context, {
      points: Array.from({ length: 3 }, () => between(125, 135)),
      games: 3,
      bettingMs: 100,
      pauseMs: 1_000,
    });
    await house.process();
    await expect.poll(() => chains(house)).toHaveLength(2);
    expect((await chains(house))[0]!.played).toBeLessThan(3);
    await anchor(house, 2n);
    await house.roundIn("settled", { number: 4 });
    const rounds = await house.rows<{
      chain: number;
      game: number;
      game_hash: string;
      point: bigint;
      salt: string;
    }>(
      `SELECT (chain_id = (SELECT min(id) FROM crash_chains))::int AS chain, game, game_hash, point, salt
       FROM crash_rounds JOIN crash_chains ON crash_chains.id = chain_id WHERE number <= 4 ORDER BY number`,
    );
    expect(rounds.map(({ chain, game }) => [chain, game])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [0, 1],
    ]);
    for (const { game_hash: gameHash, salt, point } of rounds)
      expect(verifyCrash({ gameHash, salt, edge: 0.03 }).outcome).toBe(Number(point) / 100);
  });

  test("behavior: none is made for an edge or a length that the table has no more", async (context) => {
    const { expect } = context;
    const house = await openHouse(context, { games: 40 });
    const { owner: pool, tenant } = house;
    const cipher = createSeedCipher(randomBytes(32), systemEntropy);
    const blocks = { hashOf: async () => `0x${"0".repeat(64)}` };
    const options = { pool, cipher, entropy: systemEntropy, blocks, chainId: 31_337 };
    const key = { tenantId: tenant.id, currency: "BNB" };
    const fence = await claimFence(pool, key);
    const settings = await findTable(pool, key);
    const lead = { ...key, fence: fence! };
    for (const stale of [{ edgeBps: settings!.edgeBps + 1 }, { chainGames: 41 }]) {
      await keepChains(options, { lead, settings: { ...settings!, ...stale } });
      expect(await chains(house)).toEqual([]);
    }
    await keepChains(options, { lead, settings: settings! });
    expect(await chains(house)).toMatchObject([{ games: 40, edge_bps: settings!.edgeBps }]);
  });

  test("behavior: one whose place in the registry something else has taken is never played", async (context) => {
    const { expect } = context;
    const house = await openHouse(context, { games: 40, bettingMs: UNTIL_CLOSED_MS });
    await house.process();
    await expect.poll(() => chains(house)).toHaveLength(1);
    await anchor(house, 1n, { root: "f".repeat(64) });
    await expect.poll(() => chains(house)).toHaveLength(2);
    expect((await chains(house))[1]).toMatchObject({ epoch: 2n, salt: null });
    await anchor(house, 2n, { block: 200 });
    await house.roundIn("betting");
    expect((await chains(house)).map(({ played }) => played)).toEqual([0, 1]);
  });
});

describe.concurrent("a table", () => {
  test("behavior: without Redis bets are refused and no round begins, and what was staked is played to its end", async (context) => {
    const { expect } = context;
    const house = await openHouse(context, {
      ...{ points: [between(1_000, 5_000), between(100, 130)], ceiling: SKY },
      bettingMs: UNTIL_CLOSED_MS,
    });
    const process = await house.process();
    const [player, auto] = [await house.addPlayer(), await house.addPlayer()];
    const { roundId } = await house.roundIn("betting");
    const { bet } = await process.bet(player, { roundId });
    await process.bet(auto, { roundId, autoCashOutHundredths: 120 });
    process.redis.disconnect();
    await expect(process.bet(player, { roundId })).rejects.toMatchObject({ code: "GATE_UNAVAILABLE" });
    await closeBetting(house);
    await untilRisen(house);
    const out = await process.cashOut(player, bet.betId);
    await letCrash(house);
    await house.roundIn("settled", { number: 1 });
    expect(await house.balance(player)).toBe(99_000_000n + BigInt(out.payout));
    expect(await house.balance(auto)).toBe(100_200_000n);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await house.rows("SELECT FROM crash_rounds")).toHaveLength(1);
    await process.redis.connect();
    await house.roundIn("betting", { number: 2 });
  });

  test("behavior: the operator's switch stops bets and the next round, not the one that runs", async (context) => {
    const { expect } = context;
    const house = await openHouse(context, {
      points: [between(120, 130), between(100, 130)],
      bettingMs: UNTIL_CLOSED_MS,
    });
    const process = await house.process();
    const player = await house.addPlayer();
    const { roundId } = await house.roundIn("betting");
    await process.bet(player, { roundId, autoCashOutHundredths: 110 });
    await house.owner.query("INSERT INTO kill_switches VALUES ($1, 'bets', 'a test')", [house.tenant.id]);
    await new Promise((resolve) => setTimeout(resolve, SWITCHED_MS));
    await playOut(house, 1);
    expect(await house.balance(player)).toBe(100_100_000n);
    await expect(process.bet(player, { roundId })).rejects.toMatchObject({ code: "ACTIVITY_STOPPED" });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await house.rows("SELECT FROM crash_rounds")).toHaveLength(1);
    await house.owner.query("DELETE FROM kill_switches");
    await house.roundIn("betting", { number: 2 });
  });

  test("behavior: what players allow themselves binds here, too, and a stake counts when it is laid", async (context) => {
    const { expect } = context;
    await awayFromMidnight();
    const house = await openHouse(context, { points: [between(120, 140)], bettingMs: UNTIL_CLOSED_MS });
    const process = await house.process();
    const [limited, excluded] = [await house.addPlayer(), await house.addPlayer()];
    await house.owner.query(
      `INSERT INTO player_limits (tenant_id, user_id, currency, kind, period, amount) VALUES ($1, $2, 'BNB', 'wager', 'day', 1500000)`,
      [house.tenant.id, limited],
    );
    await house.owner.query("UPDATE users SET self_excluded_until = now() + interval '1 day' WHERE id = $1", [
      excluded,
    ]);
    const { roundId } = await house.roundIn("betting");
    await process.bet(limited, { roundId });
    await expect(process.bet(limited, { roundId })).rejects.toMatchObject({ code: "PLAYER_LIMIT_REACHED" });
    await expect(process.bet(excluded, { roundId })).rejects.toMatchObject({ code: "SELF_EXCLUDED" });
    await playOut(house, 1);
    const totals = await house.rows("SELECT bets, staked, paid, day_wagered FROM player_totals");
    expect(totals).toEqual([{ bets: 1n, staked: 1_000_000n, paid: 0n, day_wagered: 1_000_000n }]);
  });
});
