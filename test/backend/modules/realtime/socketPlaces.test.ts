import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RateLimited } from "#backend/http/failures.ts";
import { createSocketPlaces, type SocketOwner } from "#backend/modules/realtime/socketPlaces.ts";
import { TooManyConnections } from "#backend/modules/realtime/tooManyConnections.ts";

const USUAL = 6_000;

// No time passes, in which more could be asked.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const user = (key: string): SocketOwner => ({ kind: "user", key });
const visitor = (key: string): SocketOwner => ({ kind: "address", key });

/** How many of so many sockets, opened at once, get a place. */
function taken(places: ReturnType<typeof createSocketPlaces>, owner: SocketOwner, count: number) {
  const held = [];
  for (let index = 0; index < count; index += 1) {
    try {
      held.push(places.take(owner));
    } catch (error) {
      expect(error).toBeInstanceOf(TooManyConnections);
    }
  }
  return held;
}

describe("take", () => {
  test("error: TooManyConnections beyond a user's, and beyond an address's; others have their own", () => {
    const places = createSocketPlaces(USUAL);
    expect(taken(places, user("a"), 300)).toHaveLength(64);
    expect(taken(places, user("b"), 10)).toHaveLength(10);
    expect(taken(places, visitor("198.51.100.7"), 400)).toHaveLength(300);
    expect(taken(places, visitor("198.51.100.8"), 10)).toHaveLength(10);
  });

  test("error: TooManyConnections when visitors from everywhere are too many, which turns no user away", () => {
    const places = createSocketPlaces(USUAL);
    let count = 0;
    for (let address = 0; address < 70; address += 1)
      count += taken(places, visitor(`address ${address}`), 300).length;
    expect(count).toBe(20_000);
    places.take(user("a"));
  });

  test("behavior: a place is given back once, however often it is said", () => {
    const places = createSocketPlaces(USUAL);
    const [first] = taken(places, user("a"), 64);
    first!.leave();
    first!.leave();
    expect(taken(places, user("a"), 2)).toHaveLength(1);
  });

  test("error: RateLimited for who opens and closes without end, also after all were closed", () => {
    const places = createSocketPlaces(USUAL);
    const opened = () => {
      for (let count = 0; ; count += 1) {
        try {
          places.take(visitor("198.51.100.7")).leave();
        } catch (error) {
          expect(error).toBeInstanceOf(RateLimited);
          return count;
        }
      }
    };
    expect(opened()).toBeGreaterThanOrEqual(300);
    expect(opened()).toBeLessThan(10);
    places.sweep(performance.now() + 10_000);
    expect(opened()).toBeLessThan(10);
    places.sweep(performance.now() + 400_000);
    expect(opened()).toBeGreaterThanOrEqual(300);
  });

  test("behavior: all sockets of an owner share what they may ask", () => {
    const places = createSocketPlaces(USUAL);
    const [first, second] = taken(places, visitor("198.51.100.7"), 2);
    const now = performance.now();
    let asked = 0;
    while (first!.asks.take(now) === 0) asked += 1;
    expect(asked).toBeLessThanOrEqual(300);
    expect(second!.asks.take(now)).toBeGreaterThan(0);
    expect(places.take(visitor("198.51.100.8")).asks.take(now)).toBe(0);
  });
});
