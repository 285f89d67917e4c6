import { createPrivateKey, createPublicKey } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { FairhouseError } from "#domain/errors.ts";

const ALGORITHM = "EdDSA";
const LIFETIME_MS = 15 * 60_000;
/** Clocks of two processes may differ by this much. */
const CLOCK_TOLERANCE_S = 5;

/** The fixed head of an Ed25519 private key in PKCS #8 (RFC 8410); the 32-byte seed follows it. */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

/** The token is not ours, is over, or belongs to another house. */
export class AccessTokenRefused extends FairhouseError {
  readonly code = "ACCESS_TOKEN_REFUSED";

  constructor() {
    super("The access token is invalid, expired or revoked: refresh it or sign in again.");
  }
}

export interface AccessClaims {
  readonly tenantId: number;
  readonly userId: string;
  readonly sessionId: string;
}

export interface AccessTokens {
  issue(claims: AccessClaims, nowMs: number): Promise<{ token: string; expiresAt: Date }>;
  /** @throws AccessTokenRefused, also for a token of another tenant */
  verify(token: string, tenantId: number, nowMs: number): Promise<AccessClaims>;
}

const payload = z.object({ sub: z.uuid(), sid: z.uuid(), tid: z.int() });

export interface AccessTokenOptions {
  /** Ed25519 private key seed: 32 bytes in base64. */
  readonly privateKey: string;
  readonly issuer: string;
}

/** Short-lived signed tokens: each names its house, its user and its session. */
export function createAccessTokens({ privateKey, issuer }: AccessTokenOptions): AccessTokens {
  const seed = Buffer.from(privateKey, "base64");
  const signingKey = createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, seed]),
    format: "der",
    type: "pkcs8",
  });
  const verifyingKey = createPublicKey(signingKey);

  return {
    async issue({ tenantId, userId, sessionId }, nowMs) {
      const expiresAt = new Date(nowMs + LIFETIME_MS);
      const token = await new SignJWT({ sid: sessionId, tid: tenantId })
        .setProtectedHeader({ alg: ALGORITHM, typ: "at+jwt" })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audienceOf(tenantId))
        .setIssuedAt(new Date(nowMs))
        .setExpirationTime(expiresAt)
        .sign(signingKey);
      return { token, expiresAt };
    },

    async verify(token, tenantId, nowMs) {
      try {
        const verified = await jwtVerify(token, verifyingKey, {
          algorithms: [ALGORITHM],
          typ: "at+jwt",
          issuer,
          audience: audienceOf(tenantId),
          clockTolerance: CLOCK_TOLERANCE_S,
          currentDate: new Date(nowMs),
        });
        const { sub, sid } = payload.parse(verified.payload);
        return { tenantId, userId: sub, sessionId: sid };
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw new AccessTokenRefused();
        throw error;
      }
    },
  };
}

/** A token is for one house: its audience is that house, so that it is refused in every other. */
function audienceOf(tenantId: number): string {
  return `fairhouse:${tenantId}`;
}
