import type pg from "pg";
import type { AccessTokens } from "#backend/adapters/accessToken.ts";
import type { Clock } from "#backend/adapters/clock.ts";
import type { Entropy } from "#backend/adapters/entropy.ts";
import type { VerifySignature } from "#backend/adapters/walletSignature.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import type { ProvisionPlayer } from "#backend/modules/users/provisionPlayer.ts";
import type { Users } from "#backend/modules/users/users.service.ts";
import type { UserView } from "#domain/api/auth.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { consumeNonce, saveNonce } from "./nonce.store.ts";
import { createRefreshToken, hashRefreshToken, RefreshRefused } from "./refreshToken.ts";
import { openSession, rotateRefreshToken } from "./session.store.ts";
import { readSignInMessage, type SignInExpectation } from "./signInMessage.ts";

const NONCE_BYTES = 16;
const NONCE_LIFETIME_MS = 10 * 60_000;
/** A session ends when it was not refreshed for this long. */
const SESSION_LIFETIME_MS = 30 * 24 * 3_600_000;
const MAX_USER_AGENT_CHARACTERS = 200;

/** The signature was not made by the address in the message. */
export class SignatureRefused extends FairhouseError {
  readonly code = "SIGNATURE_REFUSED";

  constructor() {
    super("The signature was not made by the wallet that the message names: sign with that wallet.");
  }
}

/** What a client gets for signing in or refreshing. */
export interface Grant {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly refreshToken: string;
  readonly sessionExpiresAt: Date;
  readonly user: UserView;
}

export interface SignIn {
  readonly tenantId: number;
  readonly message: string;
  readonly signature: Hex;
  readonly userAgent: string;
}

export interface AuthServiceDeps {
  readonly pool: pg.Pool;
  readonly users: Users;
  readonly tokens: AccessTokens;
  readonly verifySignature: VerifySignature;
  readonly provisionPlayer: ProvisionPlayer;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly expected: SignInExpectation;
}

export type AuthService = ReturnType<typeof createAuthService>;

/** Signing in with a wallet, and staying signed in. */
export function createAuthService(deps: AuthServiceDeps) {
  const { pool, users, tokens, verifySignature, provisionPlayer, clock, entropy, expected } = deps;

  async function grant(
    session: { readonly tenantId: number; readonly userId: string; readonly sessionId: string },
    refreshToken: string,
    sessionExpiresAt: Date,
  ): Promise<Grant> {
    const user = await users.read(session.tenantId, session.userId);
    const { token, expiresAt } = await tokens.issue(session, clock.now());
    return { accessToken: token, expiresAt, refreshToken, sessionExpiresAt, user };
  }

  return {
    async issueNonce(tenantId: number): Promise<{ nonce: string; expiresAt: Date }> {
      const nonce = entropy.bytes(NONCE_BYTES).toString("hex");
      const expiresAt = new Date(clock.now() + NONCE_LIFETIME_MS);
      await saveNonce(pool, tenantId, { nonce, expiresAt });
      return { nonce, expiresAt };
    },

    /**
     * The nonce goes before the signature is looked at, so that nothing can be tried twice.
     * @throws SignInMessageInvalid, SignInRefused, NonceRefused, SignatureRefused, ChainUnavailable
     */
    async signIn({ tenantId, message, signature, userAgent }: SignIn): Promise<Grant> {
      const { address, nonce } = readSignInMessage(message, expected, clock.now());
      await consumeNonce(pool, tenantId, nonce);
      if (!(await verifySignature({ address, message, signature }))) throw new SignatureRefused();

      const refresh = createRefreshToken(entropy);
      const expiresAt = new Date(clock.now() + SESSION_LIFETIME_MS);
      const opened = await inTenantTransaction(pool, tenantId, async (client) => {
        const userId = await provisionPlayer(client, tenantId, address.toLowerCase());
        const sessionId = await openSession(client, {
          tenantId,
          userId,
          userAgent: userAgent.slice(0, MAX_USER_AGENT_CHARACTERS),
          expiresAt,
          tokenHash: refresh.hash,
        });
        return { tenantId, userId, sessionId };
      });
      return grant(opened, refresh.text, expiresAt);
    },

    /** @throws RefreshRefused */
    async refresh(tenantId: number, presented: string | undefined): Promise<Grant> {
      if (presented === undefined) throw new RefreshRefused();
      const fresh = createRefreshToken(entropy);
      const expiresAt = new Date(clock.now() + SESSION_LIFETIME_MS);
      const rotated = await rotateRefreshToken(pool, {
        tenantId,
        presentedHash: hashRefreshToken(presented),
        freshHash: fresh.hash,
        expiresAt,
      });
      if (rotated === null) throw new RefreshRefused();
      return grant({ tenantId, ...rotated }, fresh.text, expiresAt);
    },
  };
}
