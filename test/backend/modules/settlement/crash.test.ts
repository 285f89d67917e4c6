import { describe, expect, test } from "vitest";
import { settleAll } from "#backend/modules/settlement/settlement.service.ts";
import type { Settlement } from "#backend/modules/settlement/settlement.ts";
import { Died, mortal } from "./mortal.ts";
import { CHAIN_ID, createWorld, FINALITY_DEPTH, type World } from "./world.ts";

const QUICK = { resubmitBackoffMs: 0, refusedRetryMs: 0 };
const MAX_ROUNDS = 60;
/** More than a run of four rounds has; reaching it means that no death happened any more. */
const MAX_EFFECTS = 600;
/** So many houses share the effects, each of them dying after every second one: they mostly wait for answers. */
const HOUSES = 2;
/** So many lives take longer than other tests, on a busy machine. */
const TIMEOUT_MS = 300_000;

describe("settleAll", { timeout: TIMEOUT_MS }, () => {
  test.concurrent.for([1, 2])(
    "behavior: killed after any outside effect, it pays everything once when it comes back; every second from the %i. on",
    async (firstEffect, { expect, onTestFinished }) => {
      const world = await createWorld({ settings: QUICK });
      onTestFinished(() => world.close());
      const healthy = world.createSettlement();
      let deaths = 0;
      for (let lastEffect = firstEffect; lastEffect < MAX_EFFECTS; lastEffect += HOUSES) {
        const wanted = [await world.request(3n), await world.request(4n)];
        const isDead = await liveAndDie(world, lastEffect);
        if (isDead) deaths += 1;
        await settleUntilPaid(world, healthy);
        for (const { to, amount } of wanted) {
          expect(await world.paidQuanta(to), `killed after effect ${lastEffect}`).toBe(amount);
        }
        if (!isDead) break;
      }
      expect(deaths).toBeGreaterThan(50 / HOUSES);
      expect(deaths).toBeLessThan(MAX_EFFECTS / HOUSES - 1);
      expect(await world.statuses()).toEqual({ settled: 2 * (deaths + 1) });
    },
  );
});

/** @returns whether it did die */
async function liveAndDie(world: World, lastEffect: number): Promise<boolean> {
  const dying = world.createSettlement();
  const life = mortal(dying, lastEffect);
  for (let round = 0; round < 4 && !life.isDead(); round += 1) {
    await settleAll(life.settlement, CHAIN_ID).catch((error: unknown) => expect(error).toBeInstanceOf(Died));
    await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
    await world.index();
  }
  await dying.pool.end();
  return life.isDead();
}

async function allSettled(world: World): Promise<boolean> {
  return Object.keys(await world.statuses()).every((status) => status === "settled");
}

async function settleUntilPaid(world: World, settlement: Settlement): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS && !(await allSettled(world)); round += 1) {
    expect(await settleAll(settlement, CHAIN_ID)).toEqual([]);
    await world.index();
    await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
    await world.index();
  }
}
