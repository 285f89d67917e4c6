import type { Socket } from "socket.io";
import { AccessTokenRefused } from "#backend/adapters/accessToken.ts";
import type { Tenant } from "#backend/http/route.ts";
import type { Authenticate } from "#backend/modules/auth/authenticate.ts";
import type { LiveSession } from "#backend/modules/auth/liveSessions.ts";
import type { Tenants } from "#backend/modules/house/tenants.ts";
import { ASKS_PER_SOCKET } from "./asking.ts";
import { clientAddress } from "./clientAddress.ts";
import { type Connection, createConnection } from "./connection.ts";
import { bothBudgets, createMessageBudget, type MessageLimits } from "./messageBudget.ts";
import type { SocketOwner, SocketPlace, SocketPlaces } from "./socketPlaces.ts";

export interface OpenConnectionDeps {
  readonly tenants: Tenants;
  readonly authenticate: Authenticate;
  readonly places: SocketPlaces;
  readonly limits: MessageLimits;
  readonly trustedProxies: number;
}

/**
 * Finds out which house the socket is for, and who opens it, and gives it a place.
 * @throws AccessTokenRefused, HouseNotSetUp, TooManyConnections, RateLimited
 */
export async function openConnection(socket: Socket, deps: OpenConnectionDeps): Promise<Connection> {
  const { tenants, places, limits, trustedProxies } = deps;
  const tenant = await tenants.find(hostnameOf(socket, trustedProxies));
  const session = await sessionOf(socket, tenant.id, deps);
  const place = places.take(ownerOf(socket, { tenant, session, trustedProxies }));
  const leave = leavingWithNetwork(socket, place);
  const now = performance.now();
  return createConnection({
    ...{ socket, tenant, session, leave },
    budget: createMessageBudget(limits, now),
    asks: bothBudgets(createMessageBudget(ASKS_PER_SOCKET, now), place.asks),
  });
}

/**
 * A client may be gone before its socket was let in: then nobody ever says that the socket has closed. And it may open one
 * socket after the other on the same connection, which must not remember those that are gone.
 */
function leavingWithNetwork({ conn }: Socket, { leave }: SocketPlace): () => void {
  if (conn.readyState === "open") conn.once("close", leave);
  else leave();
  return () => {
    conn.off("close", leave);
    leave();
  };
}

function ownerOf(
  { handshake }: Socket,
  {
    tenant,
    session,
    trustedProxies,
  }: { readonly tenant: Tenant; readonly session: LiveSession | null; readonly trustedProxies: number },
): SocketOwner {
  if (session === null) return { kind: "address", key: clientAddress(handshake, trustedProxies) };
  return { kind: "user", key: `${tenant.id}:${session.user.id}` };
}

async function sessionOf(
  { handshake }: Socket,
  tenantId: number,
  { authenticate }: OpenConnectionDeps,
): Promise<LiveSession | null> {
  const token: unknown = handshake.auth.token;
  return token === undefined || token === null ? null : authenticate(tenantId, tokenText(token));
}

function tokenText(token: unknown): string {
  if (typeof token !== "string") throw new AccessTokenRefused();
  return token;
}

/** The name that the client asked for; only a trusted proxy may say that it was another. */
function hostnameOf({ handshake }: Socket, trustedProxies: number): string {
  const forwarded = handshake.headers["x-forwarded-host"];
  const host =
    trustedProxies > 0 && typeof forwarded === "string" ? forwarded : (handshake.headers.host ?? "");
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
}
