import type { IncomingMessage, ServerResponse } from "node:http";
import type pg from "pg";
import { z } from "zod";
import type { Clock } from "#backend/adapters/clock.ts";
import type { Database } from "#backend/db/client.ts";
import { NotFound } from "#backend/http/failures.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import {
  nonceResponse,
  refreshRequest,
  sessionList,
  type TokenResponse,
  tokenResponse,
  walletSignInRequest,
} from "#domain/api/auth.ts";
import { uuid } from "#domain/api/primitives.ts";
import type { AuthService, Grant } from "./auth.service.ts";
import type { LiveSessions } from "./liveSessions.ts";
import type { RefreshCookie } from "./refreshCookie.ts";
import { hashRefreshToken } from "./refreshToken.ts";
import { endSessionOfToken, endSessionOfUser, listSessions } from "./session.store.ts";

export interface AuthRoutesDeps {
  readonly service: AuthService;
  readonly cookie: RefreshCookie;
  readonly pool: pg.Pool;
  readonly db: Database;
  /** Told at once of sessions that end here; other processes hear of them a moment later. */
  readonly sessions: Pick<LiveSessions, "forget">;
  readonly clock: Clock;
}

/** Attempts per minute and address: signing in is rare, guessing is not. */
const SIGN_INS_PER_MINUTE = 300;
const REFRESHES_PER_MINUTE = 600;

const tag = "auth";

export function authRoutes(deps: AuthRoutesDeps): Route[] {
  return [nonceRoute(deps), signInRoute(deps), refreshRoute(deps), logoutRoute(deps), ...sessionRoutes(deps)];
}

function nonceRoute({ service }: AuthRoutesDeps): Route {
  return defineRoute({
    method: "get",
    path: "/auth/nonce",
    tag,
    summary: "A nonce to sign in with",
    access: "public",
    requestsPerMinute: REFRESHES_PER_MINUTE,
    answer: { status: 200, schema: nonceResponse },
    async handle({ tenant }) {
      const { nonce, expiresAt } = await service.issueNonce(tenant.id);
      return { nonce, expiresAt: expiresAt.toISOString() };
    },
  });
}

function signInRoute({ service, cookie }: AuthRoutesDeps): Route {
  return defineRoute({
    method: "post",
    path: "/auth/wallet",
    tag,
    summary: "Sign in with Ethereum",
    description:
      "Build an EIP-4361 message with `signIn.domain`, `signIn.uri`, `signIn.statement` and `chain.id` of `/config`, version 1, " +
      "the current time and a nonce from `/auth/nonce`; sign it with the wallet and send both. Ordinary keys, " +
      "contract wallets (ERC-1271) and wallets that are not deployed yet (ERC-6492) work alike. The first sign-in opens the account.",
    access: "public",
    requestsPerMinute: SIGN_INS_PER_MINUTE,
    body: walletSignInRequest,
    answer: { status: 200, schema: tokenResponse },
    problems: [
      "SIGN_IN_MESSAGE_INVALID",
      "SIGN_IN_REFUSED",
      "NONCE_REFUSED",
      "SIGNATURE_REFUSED",
      "ORIGIN_REFUSED",
      "CHAIN_UNAVAILABLE",
    ],
    async handle({ tenant, body, raw }) {
      const { message, signature, refreshDelivery } = body;
      if (refreshDelivery === "cookie") cookie.requireOrigin(raw.request);
      const grant = await service.signIn({
        tenantId: tenant.id,
        message,
        signature: `0x${signature.slice(2)}`,
        userAgent: raw.request.headers["user-agent"] ?? "",
      });
      return deliver(grant, refreshDelivery === "cookie" ? cookie : null, raw.response);
    },
  });
}

function refreshRoute({ service, cookie }: AuthRoutesDeps): Route {
  return defineRoute({
    method: "post",
    path: "/auth/refresh",
    tag,
    summary: "A new access token, and the next refresh token",
    description:
      "Each refresh token works once. One that is presented again ends its session: someone has copied it.",
    access: "public",
    requestsPerMinute: REFRESHES_PER_MINUTE,
    body: refreshRequest,
    answer: { status: 200, schema: tokenResponse },
    problems: ["REFRESH_REFUSED", "ORIGIN_REFUSED"],
    async handle({ tenant, body, raw }) {
      const { token, isCookie } = presentedToken(cookie, body.refreshToken, raw.request);
      const grant = await service.refresh(tenant.id, token);
      return deliver(grant, isCookie ? cookie : null, raw.response);
    },
  });
}

function logoutRoute({ cookie, pool, sessions }: AuthRoutesDeps): Route {
  return defineRoute({
    method: "post",
    path: "/auth/logout",
    tag,
    summary: "End this session",
    description:
      "Ends the session of the access token, and that of the refresh token in the body or the cookie.",
    access: "public",
    body: refreshRequest,
    answer: { status: 204 },
    problems: ["ORIGIN_REFUSED"],
    async handle({ tenant, user, body, raw }) {
      const { token } = presentedToken(cookie, body.refreshToken, raw.request);
      if (token !== undefined) {
        const ended = await endSessionOfToken(pool, tenant.id, hashRefreshToken(token));
        if (ended !== null) sessions.forget(ended);
      }
      if (user !== null) {
        await endSessionOfUser(pool, tenant.id, { sessionId: user.sessionId, userId: user.id });
        sessions.forget(user.sessionId);
      }
      cookie.clear(raw.response);
    },
  });
}

function sessionRoutes({ pool, db, sessions, clock }: AuthRoutesDeps): Route[] {
  const list = defineRoute({
    method: "get",
    path: "/auth/sessions",
    tag,
    summary: "Where you are signed in",
    access: "user",
    answer: { status: 200, schema: sessionList },
    async handle({ tenant, user }) {
      const rows = await listSessions(db.forTenant(tenant.id), user.id, new Date(clock.now()));
      const items = rows.map(({ id, userAgent, createdAt, lastUsedAt, expiresAt }) => ({
        id,
        userAgent,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        current: id === user.sessionId,
      }));
      return { items };
    },
  });
  const revoke = defineRoute({
    method: "delete",
    path: "/auth/sessions/{id}",
    tag,
    summary: "End one of your sessions",
    description: "Its tokens are refused from now on, and its sockets are closed.",
    access: "user",
    params: z.object({ id: uuid }),
    answer: { status: 204 },
    problems: ["NOT_FOUND"],
    async handle({ tenant, user, params }) {
      const isEnded = await endSessionOfUser(pool, tenant.id, { sessionId: params.id, userId: user.id });
      if (!isEnded) throw new NotFound("session");
      sessions.forget(params.id);
    },
  });
  return [list, revoke];
}

function presentedToken(
  cookie: RefreshCookie,
  inBody: string | undefined,
  request: IncomingMessage,
): { token: string | undefined; isCookie: boolean } {
  if (inBody !== undefined) return { token: inBody, isCookie: false };
  return { token: cookie.read(request), isCookie: true };
}

/** Puts the refresh token where the client asked for it. */
function deliver(grant: Grant, cookie: RefreshCookie | null, response: ServerResponse): TokenResponse {
  cookie?.set(response, grant.refreshToken, grant.sessionExpiresAt);
  response.setHeader("Cache-Control", "no-store");
  return {
    accessToken: grant.accessToken,
    expiresAt: grant.expiresAt.toISOString(),
    refreshToken: cookie === null ? grant.refreshToken : null,
    user: grant.user,
  };
}
