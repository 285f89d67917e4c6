import { createHash } from "node:crypto";
import type pg from "pg";
import { FairhouseError } from "#domain/errors.ts";
import { claimKey, type KeyUse, releaseKey, type StoredAnswer, storeAnswer } from "./idempotency.store.ts";

export type { StoredAnswer };

/** Longest time one request may take before its process is taken for dead. */
const LEASE_MS = 30_000;
const KEY_FORMAT = /^[\x21-\x7e]{1,128}$/;

/** The request moves money and has no key, or one that cannot be stored. */
export class IdempotencyKeyMissing extends FairhouseError {
  readonly code = "IDEMPOTENCY_KEY_MISSING";

  constructor() {
    super("Send an `Idempotency-Key` header of 1 to 128 visible ASCII characters, a UUID for example.");
  }
}

/** The first request with this key has not been answered yet. */
export class IdempotencyInProgress extends FairhouseError {
  readonly code = "IDEMPOTENCY_IN_PROGRESS";
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super("A request with this Idempotency-Key is being worked on: ask again with the same key in a moment.");
    this.retryAfterMs = retryAfterMs;
  }
}

/** The key was used for something else. */
export class IdempotencyKeyReused extends FairhouseError {
  readonly code = "IDEMPOTENCY_KEY_REUSED";

  constructor() {
    super("This Idempotency-Key was used for another request: give each new request a new key.");
  }
}

export interface IdempotentRequest {
  readonly tenantId: number;
  readonly userId: string;
  readonly key: string | undefined;
  readonly route: string;
  readonly body: unknown;
}

export interface Idempotency {
  /**
   * Does the work once per key and answers with the first answer ever after.
   * Answers of 5xx and 429 are not kept: they say "later", and later may be different.
   * @throws IdempotencyKeyMissing, IdempotencyInProgress, IdempotencyKeyReused
   */
  run(
    request: IdempotentRequest,
    work: () => Promise<StoredAnswer>,
  ): Promise<{ answer: StoredAnswer; isReplayed: boolean }>;
}

/**
 * A process that dies between the work and storing its answer leaves a lapsed claim, and the next request
 * with the key works again; hence the work itself derives its ids from user and key and finds itself done.
 */
export function createIdempotency(pool: pg.Pool, leaseMs = LEASE_MS): Idempotency {
  return {
    async run(request, work) {
      const use = readKeyUse(request);
      const claim = await claimKey(pool, use, leaseMs);
      switch (claim.kind) {
        case "in_progress":
          throw new IdempotencyInProgress(claim.retryAfterMs);
        case "other_request":
          throw new IdempotencyKeyReused();
        case "answered":
          return { answer: claim.answer, isReplayed: true };
        case "claimed":
          return { answer: await workAndStore(pool, use, work), isReplayed: false };
      }
    },
  };
}

async function workAndStore(
  pool: pg.Pool,
  use: KeyUse,
  work: () => Promise<StoredAnswer>,
): Promise<StoredAnswer> {
  try {
    const answer = await work();
    if (isLasting(answer)) await storeAnswer(pool, use, answer);
    else await releaseKey(pool, use);
    return answer;
  } catch (error) {
    // If even this fails the lease runs out by itself.
    await releaseKey(pool, use).catch(() => undefined);
    throw error;
  }
}

function isLasting({ status }: StoredAnswer): boolean {
  return status < 500 && status !== 429;
}

function readKeyUse({ tenantId, userId, key, route, body }: IdempotentRequest): KeyUse {
  if (key === undefined || !KEY_FORMAT.test(key)) throw new IdempotencyKeyMissing();
  return {
    tenantId,
    userId,
    key,
    route,
    bodyHash: createHash("sha256").update(canonicalJson(body)).digest(),
  };
}

/** The same content gives the same text, in whatever order its fields came. */
function canonicalJson(body: unknown): string {
  return JSON.stringify(body ?? null, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
