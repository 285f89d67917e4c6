import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  createBetQueue,
  MAX_BATCHES_IN_FLIGHT,
  type Queued,
  type QueueLimits,
} from "#backend/modules/casino/betQueue.ts";

interface Numbered extends Queued {
  readonly n: number;
}

/** A queue whose batches end when the test says so. */
function heldQueue(limits?: QueueLimits) {
  const running: { batch: Numbered[]; finish: () => void }[] = [];
  const settled: Numbered[] = [];
  const queue = createBetQueue<Numbered>((batch) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    running.push({
      batch,
      finish: () => {
        settled.push(...batch);
        resolve();
      },
    });
    return promise;
  }, limits);
  return { queue, running, settled };
}

/** Lets this time pass, by a clock that waits for nothing else. */
async function tick(ms = 12): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

function bet(n: number, userId: string, tenantId = 1): Numbered {
  return { n, userId, tenantId };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("createBetQueue", () => {
  test("default: bets that arrive together make one batch", async () => {
    const { queue, running } = heldQueue();
    for (let n = 0; n < 10; n++) queue.add(bet(n, `user ${n}`));
    await tick();
    expect(running.map(({ batch }) => batch.map(({ n }) => n))).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    for (const { finish } of running) finish();
    await queue.stop();
  });

  test("behavior: a player is never in two running batches, and keeps the order", async () => {
    const { queue, running, settled } = heldQueue();
    queue.add(bet(0, "alice"));
    await tick();
    queue.add(bet(1, "alice"));
    queue.add(bet(2, "bob"));
    queue.add(bet(3, "alice"));
    await tick();
    expect(running.map(({ batch }) => batch.map(({ n }) => n))).toEqual([[0], [2]]);
    queue.add(bet(4, "alice"));
    running[0]?.finish();
    await tick();
    expect(running[2]?.batch.map(({ n }) => n)).toEqual([1, 3, 4]);
    for (const { finish } of running.slice(1)) finish();
    await queue.stop();
    expect(settled.filter(({ userId }) => userId === "alice").map(({ n }) => n)).toEqual([0, 1, 3, 4]);
  });

  test("behavior: a batch has one tenant, and no tenant starves another", async () => {
    const { queue, running } = heldQueue();
    for (let n = 0; n < 2_000; n++) queue.add(bet(n, `user ${n}`, 1));
    queue.add(bet(0, "elsewhere", 2));
    await tick();
    expect(running).toHaveLength(MAX_BATCHES_IN_FLIGHT);
    for (const { finish } of running.slice(0, 2)) finish();
    await tick();
    const tenants = running.map(({ batch }) => new Set(batch.map(({ tenantId }) => tenantId)));
    expect(tenants.every(({ size }) => size === 1)).toBe(true);
    expect(tenants.some((tenant) => tenant.has(2))).toBe(true);
    const stopped = queue.stop();
    for (let n = 0; n < running.length; n++) {
      running[n]?.finish();
      await tick(1);
    }
    await stopped;
  });

  test("behavior: bets are refused while those before them wait too long, and taken again afterwards", async () => {
    const { queue, running } = heldQueue({ maxInFlight: 1, maxWaitMs: 30 });
    const addAll = (from: number, count: number) => {
      for (let n = from; n < from + count; n++) queue.add(bet(n, `user ${n}`));
    };
    addAll(0, 1_000);
    await tick(60);
    // The second batch was behind the first for longer than bets may wait.
    running[0]?.finish();
    await tick();
    expect(() => addAll(1_000, 1)).toThrow(expect.objectContaining({ code: "ENGINE_BUSY" }));
    for (let n = 1; n < 4; n++) {
      running[n]?.finish();
      await tick(1);
    }
    addAll(2_000, 1);
    await tick();
    expect(running.at(-1)?.batch.map(({ n }) => n)).toEqual([2_000]);
    running.at(-1)?.finish();
    await queue.stop();
  });

  test("error: EngineBusy, EngineStopped", async () => {
    const { queue, running } = heldQueue();
    expect(() => {
      for (let n = 0; n < 100_000; n++) queue.add(bet(n, `user ${n}`));
    }).toThrow(expect.objectContaining({ code: "ENGINE_BUSY" }));
    const stopped = queue.stop();
    expect(() => queue.add(bet(0, "late"))).toThrow(expect.objectContaining({ code: "ENGINE_STOPPED" }));
    await tick();
    for (let n = 0; n < running.length; n++) {
      running[n]?.finish();
      await new Promise(setImmediate);
    }
    await stopped;
  });
});
