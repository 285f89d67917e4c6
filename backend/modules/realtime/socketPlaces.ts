import { RateLimited } from "#backend/http/failures.ts";
import { createMessageBudget, type MessageBudget, type MessageLimits } from "./messageBudget.ts";
import { type CountedFor, TooManyConnections } from "./tooManyConnections.ts";

/** Who opens a socket: a user, or somebody at an address who has not signed in. */
export interface SocketOwner {
  readonly kind: "user" | "address";
  /** Unique among its kind. */
  readonly key: string;
}

/** A socket's place in this process, from before it is opened until it is gone. */
export interface SocketPlace {
  /** What all sockets of its owner together may ask the house for; opening one was asking, too. */
  readonly asks: MessageBudget;
  /** Gives the place back; once is enough, and again does no harm. */
  leave(): void;
}

export interface SocketPlaces {
  /** Counts and takes in one step, so that sockets which are opened at once are counted each. @throws TooManyConnections, RateLimited */
  take(owner: SocketOwner): SocketPlace;
  /** Forgets who has been away long enough to be as good as new. */
  sweep(nowMs: number): void;
}

interface OwnerLimits {
  readonly sockets: number;
  readonly asks: MessageLimits;
}

/** Windows and devices of one user, each of which asks for a handful of things when it opens. */
const USER_LIMITS: OwnerLimits = { sockets: 64, asks: { perSecond: 5, burst: 160 } };
/** Visitors who have not signed in, from everywhere. */
const MAX_VISITORS = 20_000;
/** A visitor's part of what an address may request in a minute: at the usual 6,000, 300 sockets, 300 asks at once and 20 a second. */
const REQUESTS_PER_VISITOR = 20;
const REQUESTS_PER_ASK_A_SECOND = 300;
/** As long as any bucket above takes at most to be full again. */
const FORGOTTEN_AFTER_MS = 300_000;

interface Counted {
  readonly asks: MessageBudget;
  open: number;
  leftAt: number;
}

/** @param requestsPerMinute what an address may request over HTTP: a house that allows more allows more sockets, too */
export function createSocketPlaces(requestsPerMinute: number): SocketPlaces {
  const limits = { user: USER_LIMITS, address: addressLimits(requestsPerMinute) };
  const owners = new Map<string, Counted>();
  let visitors = 0;

  function ownerOf({ kind, key }: SocketOwner, nowMs: number): Counted {
    const name = `${kind}:${key}`;
    const known = owners.get(name);
    if (known !== undefined) return known;
    const counted = { asks: createMessageBudget(limits[kind].asks, nowMs), open: 0, leftAt: nowMs };
    owners.set(name, counted);
    return counted;
  }

  function requireLess(count: number, limit: number, countedFor: CountedFor): void {
    if (count >= limit) throw new TooManyConnections(countedFor, limit);
  }

  function countVisitor(kind: SocketOwner["kind"], change: 1 | -1): void {
    if (kind === "address") visitors += change;
  }

  return {
    take(owner) {
      const { kind } = owner;
      const nowMs = performance.now();
      const counted = ownerOf(owner, nowMs);
      requireLess(counted.open, limits[kind].sockets, kind);
      if (kind === "address") requireLess(visitors, MAX_VISITORS, "visitors");
      const waitMs = counted.asks.take(nowMs);
      if (waitMs > 0) throw new RateLimited(waitMs);
      counted.open += 1;
      countVisitor(kind, 1);
      let isHeld = true;
      return {
        asks: counted.asks,
        leave() {
          if (!isHeld) return;
          isHeld = false;
          counted.open -= 1;
          counted.leftAt = performance.now();
          countVisitor(kind, -1);
        },
      };
    },
    sweep(nowMs) {
      for (const [name, { open, leftAt }] of owners) {
        if (open === 0 && nowMs - leftAt > FORGOTTEN_AFTER_MS) owners.delete(name);
      }
    },
  };
}

function addressLimits(requestsPerMinute: number): OwnerLimits {
  const atOnce = Math.ceil(requestsPerMinute / REQUESTS_PER_VISITOR);
  return {
    sockets: atOnce,
    asks: { perSecond: requestsPerMinute / REQUESTS_PER_ASK_A_SECOND, burst: atOnce },
  };
}
