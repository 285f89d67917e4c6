import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createResync } from "@/lib/live/resync";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A socket whose other end is the test. */
function createSocket() {
  const asked: ((answer: unknown) => void)[] = [];
  const connected: ((message: unknown) => void)[] = [];
  const socket = {
    connected: true,
    emit: (_event: string, ...args: unknown[]) => asked.push(args[0] as (answer: unknown) => void),
    on: (_event: string, listener: (message: unknown) => void) => connected.push(listener),
  };
  return { asked, resync: createResync(socket), reconnect: () => connected[0]!(undefined) };
}

test("default: gaps that are seen until the snapshots come are asked about once", () => {
  const { asked, resync } = createSocket();
  for (let gap = 0; gap < 5; gap += 1) resync();
  expect(asked).toHaveLength(1);
  asked[0]!({ ok: true });
  resync();
  expect(asked).toHaveLength(2);
});

test("behavior: what the house refuses is asked again later, whatever is missed meanwhile", () => {
  const { asked, resync } = createSocket();
  resync();
  asked[0]!({ ok: false, problem: null });
  resync();
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(4_500);
  expect(asked).toHaveLength(2);
  asked[1]!({ ok: true });
  vi.advanceTimersByTime(60_000);
  expect(asked).toHaveLength(2);
});

test("behavior: a new connection, which begins with snapshots, has nothing to ask again", () => {
  const { asked, resync, reconnect } = createSocket();
  resync();
  asked[0]!({ ok: false, problem: null });
  reconnect();
  vi.advanceTimersByTime(60_000);
  expect(asked).toHaveLength(1);
  resync();
  expect(asked).toHaveLength(2);
});
