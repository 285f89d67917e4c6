import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settleAll } from "#backend/modules/settlement/settlement.service.ts";
import { Died, mortal } from "./mortal.ts";
import { CHAIN_ID, createWorld, FINALITY_DEPTH, type World } from "./world.ts";

const QUICK = { resubmitBackoffMs: 0, refusedRetryMs: 0 };
const MAX_ROUNDS = 60;
/** More than a run of four rounds has; reaching it means that no death happened any more. */
const MAX_EFFECTS = 600;

let world: World;
beforeAll(async () => {
  world = await createWorld({ settings: QUICK });
});
afterAll(() => world.close());

describe("settleAll", () => {
  test("behavior: killed after any outside effect, it pays everything once when it comes back", async () => {
    const healthy = world.createSettlement();
    let deaths = 0;
    for (let lastEffect = 1; lastEffect < MAX_EFFECTS; lastEffect += 1) {
      const wanted = [await world.request(3n), await world.request(4n)];
      const dying = world.createSettlement();
      const life = mortal(dying, lastEffect);
      for (let round = 0; round < 4 && !life.isDead(); round += 1) {
        await settleAll(life.settlement, CHAIN_ID).catch((error: unknown) =>
          expect(error).toBeInstanceOf(Died),
        );
        await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
        await world.index();
      }
      await dying.pool.end();
      if (life.isDead()) deaths += 1;
      await settleUntilPaid(healthy);
      for (const { to, amount } of wanted) {
        expect(await world.paidQuanta(to), `killed after effect ${lastEffect}`).toBe(amount);
      }
      if (!life.isDead()) break;
    }
    expect(deaths).toBeGreaterThan(50);
    expect(deaths).toBeLessThan(MAX_EFFECTS - 1);
    expect(await world.statuses()).toEqual({ settled: 2 * (deaths + 1) });
  });
});

async function allSettled(): Promise<boolean> {
  return Object.keys(await world.statuses()).every((status) => status === "settled");
}

async function settleUntilPaid(settlement: Parameters<typeof settleAll>[0]): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS && !(await allSettled()); round += 1) {
    expect(await settleAll(settlement, CHAIN_ID)).toEqual([]);
    await world.index();
    await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
    await world.index();
  }
}
