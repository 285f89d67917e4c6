import { EventEmitter } from "node:events";
import type { Socket } from "socket.io";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type OpenConnectionDeps, openConnection } from "#backend/modules/realtime/openConnection.ts";
import { createSocketPlaces } from "#backend/modules/realtime/socketPlaces.ts";

/** So few requests a minute that an address has five sockets, and asks as many times at once. */
const FIVE_SOCKETS = 100;

// No time passes, in which more could be asked.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function deps(requestsPerMinute: number): OpenConnectionDeps {
  const tenant = { id: 1, slug: "main", name: "Main", maxRiskBps: 100 };
  return {
    tenants: { find: async () => tenant } as unknown as OpenConnectionDeps["tenants"],
    authenticate: () => Promise.reject(new Error("nobody signs in here")),
    places: createSocketPlaces(requestsPerMinute),
    limits: { perSecond: 1, burst: 1 },
    trustedProxies: 0,
  };
}

/** A visitor's socket, as far as it is looked at before it is let in, on a network connection of its own. */
function visitor(readyState = "open") {
  const conn = Object.assign(new EventEmitter(), { readyState });
  const handshake = { auth: {}, headers: { host: "localhost" }, address: "198.51.100.7" };
  return { conn, socket: { conn, handshake } as unknown as Socket };
}

describe("a socket's place", () => {
  test("behavior: sockets that come and go on one network connection leave nothing behind on it", async () => {
    const house = deps(6_000);
    const { conn, socket } = visitor();
    for (let n = 0; n < 100; n += 1) (await openConnection(socket, house)).leave();
    expect(conn.listenerCount("close")).toBe(0);
  });

  test("behavior: it is free when the network connection ends, however it ends, and whether or not it was let in", async () => {
    const house = deps(FIVE_SOCKETS);
    const open = Array.from({ length: 4 }, () => visitor());
    for (const { socket } of open) await openConnection(socket, house);
    await openConnection(visitor("closed").socket, house);
    // All five asks are spent, and all five places are free.
    for (const { conn } of open) conn.emit("close");
    await expect(openConnection(visitor().socket, house)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });
});
