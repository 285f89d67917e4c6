import { createHash } from "node:crypto";
import type { Entropy } from "#backend/adapters/entropy.ts";
import { FairhouseError } from "#domain/errors.ts";

/** Opaque, unguessable, and stored as a hash: a stolen database cannot be used to sign in. */
export interface RefreshToken {
  readonly text: string;
  readonly hash: Buffer;
}

const TOKEN_BYTES = 32;

export function createRefreshToken(entropy: Entropy): RefreshToken {
  const text = entropy.bytes(TOKEN_BYTES).toString("base64url");
  return { text, hash: hashRefreshToken(text) };
}

/** 256 random bits need no salt and no slow hash. */
export function hashRefreshToken(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** The refresh token is unknown, over, or was used before (which ends its session). */
export class RefreshRefused extends FairhouseError {
  readonly code = "REFRESH_REFUSED";

  constructor() {
    super("The refresh token is missing, unknown, expired or was used already: sign in again.");
  }
}
