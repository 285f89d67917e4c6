import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { firstAnswer, type TwoWays } from "@/lib/live/firstAnswer";

class Refused extends Error {}

type Way = { readonly afterMs: number; readonly answer: string | Error };

/** Answers, or fails, after a time; an endless one stands for a dead connection. */
function way({ afterMs, answer }: Way): () => Promise<string> {
  return () =>
    new Promise((resolve, reject) => {
      if (afterMs === Number.POSITIVE_INFINITY) return;
      setTimeout(() => (answer instanceof Error ? reject(answer) : resolve(answer)), afterMs);
    });
}

const silent: Way = { afterMs: Number.POSITIVE_INFINITY, answer: "" };
const lost = (afterMs: number): Way => ({ afterMs, answer: new Error("lost") });
const refused = (afterMs: number): Way => ({ afterMs, answer: new Refused("too late") });

/** What comes of it, and when, with each way as given. */
async function outcome(socket: Way, http: Way) {
  const byHttp = vi.fn(way(http));
  const ways: TwoWays<string> = {
    bySocket: way(socket),
    byHttp,
    patienceMs: 700,
    isRefusal: (error) => error instanceof Refused,
  };
  const startedAtMs = Date.now();
  const answer = firstAnswer(ways).then(
    (granted) => ({ granted, atMs: Date.now() - startedAtMs }),
    (error: Error) => ({ error: error.message, atMs: Date.now() - startedAtMs }),
  );
  await vi.runAllTimersAsync();
  return { ...(await answer), httpCalls: byHttp.mock.calls.length };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("firstAnswer", () => {
  test("default: a socket that answers is enough", async () => {
    const granted = await outcome({ afterMs: 40, answer: "1.50×" }, silent);
    expect(granted).toEqual({ granted: "1.50×", atMs: 40, httpCalls: 0 });
    expect(await outcome(refused(40), silent)).toEqual({ error: "too late", atMs: 40, httpCalls: 0 });
  });

  test("behavior: after a silence of 700 ms HTTP is asked as well, and the first grant counts", async () => {
    const granted = await outcome(silent, { afterMs: 60, answer: "1.50×" });
    expect(granted).toEqual({ granted: "1.50×", atMs: 760, httpCalls: 1 });
    const late = await outcome({ afterMs: 900, answer: "1.40×" }, { afterMs: 500, answer: "1.40×" });
    expect(late).toEqual({ granted: "1.40×", atMs: 900, httpCalls: 1 });
  });

  test("behavior: a socket that is known to be lost is not waited for", async () => {
    const granted = await outcome(lost(0), { afterMs: 60, answer: "1.50×" });
    expect(granted).toEqual({ granted: "1.50×", atMs: 60, httpCalls: 1 });
  });

  test("behavior: what the socket had brought in time outweighs a refusal of the later way", async () => {
    const granted = await outcome({ afterMs: 1_000, answer: "1.40×" }, refused(100));
    expect(granted).toMatchObject({ granted: "1.40×", atMs: 1_000 });
  });

  test("behavior: a refusal is believed when the other way stays silent, or fails", async () => {
    expect(await outcome(silent, refused(100))).toMatchObject({ error: "too late", atMs: 2_300 });
    expect(await outcome(lost(900), refused(100))).toMatchObject({ error: "too late", atMs: 900 });
    expect(await outcome(refused(900), lost(100))).toMatchObject({ error: "too late", atMs: 900 });
  });

  test("behavior: without any answer it is open what has happened", async () => {
    expect(await outcome(lost(8_000), lost(100))).toMatchObject({ error: "lost", atMs: 8_000 });
  });
});
