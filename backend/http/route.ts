import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";

/** The house that a request is for, found by its host name. */
export interface Tenant {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly maxRiskBps: number;
}

export type Role = "player" | "support" | "operator" | "admin" | "auditor";

/** Whoever presented a valid access token. */
export interface SignedInUser {
  readonly id: string;
  readonly sessionId: string;
  readonly walletAddress: string;
  readonly role: Role;
}

/** What a handler is given: parsed input, the tenant, and who asks. */
export interface RequestContext<Params, Query, Body, User> {
  readonly tenant: Tenant;
  readonly user: User;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly requestId: string;
  /** For the few handlers that read a header or set a cookie. */
  readonly raw: { readonly request: IncomingMessage; readonly response: ServerResponse };
}

type Access = "public" | "user" | readonly Role[];
type UserFor<A extends Access> = A extends "public" ? SignedInUser | null : SignedInUser;

/**
 * One endpoint: everything that the router, the documentation and the tests need to know about it.
 * The OpenAPI document is generated from these, so that an undocumented route cannot exist.
 */
export interface RouteDefinition<
  A extends Access,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly method: "get" | "post" | "put" | "delete";
  /** Below `/v1`, in OpenAPI form: `/casino/bets/{id}`. */
  readonly path: `/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `public`: no token needed (the user is null without one); `user`: any signed-in user; or a list of roles. */
  readonly access: A;
  /** True on every POST that moves money: requires `Idempotency-Key` and replays its first answer. */
  readonly isIdempotent?: boolean;
  /** Stricter than the general limit, e.g. for signing in: requests per minute and client address. */
  readonly requestsPerMinute?: number;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Omit `schema` for 204. */
  readonly answer: { readonly status: 200 | 201 | 202 | 204; readonly schema?: Answer };
  /** Problem codes that this endpoint can answer, for the documentation. */
  readonly problems?: readonly string[];
  readonly handle: (
    context: RequestContext<z.output<Params>, z.output<Query>, z.output<Body>, UserFor<A>>,
  ) => Promise<z.input<Answer>>;
}

/** A route with its types erased, as the router mounts it. */
export interface Route {
  readonly method: "get" | "post" | "put" | "delete";
  readonly path: `/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly isIdempotent?: boolean;
  readonly requestsPerMinute?: number;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer: { readonly status: 200 | 201 | 202 | 204; readonly schema?: z.ZodType };
  readonly problems?: readonly string[];
  /** Input arrives parsed by the schemas above, and the user as `access` demands. */
  handle(context: RequestContext<never, never, never, never>): Promise<unknown>;
}

/** Checks a definition's types and erases them: `export const listBets = defineRoute({ … })`. */
export function defineRoute<
  A extends Access,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(definition: RouteDefinition<A, Params, Query, Body, Answer>): Route {
  return definition;
}
