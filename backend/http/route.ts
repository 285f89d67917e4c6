import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import { invariant } from "#domain/errors.ts";
import { type Access, admit, type Role } from "./access.ts";

import { type InputFault, InvalidInput, inputFaults } from "./failures.ts";

/** The house that a request is for, found by its host name. */
export interface Tenant {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly maxRiskBps: number;
}

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
  /**
   * Stricter than the general limit, e.g. for signing in: requests per minute and client address, beside the
   * default general limit; scaled with it.
   */
  readonly requestsPerMinute?: number;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Omit `schema` for 204. With a `mediaType` the answer is text of that type, and not JSON. */
  readonly answer: {
    readonly status: 200 | 201 | 202 | 204;
    readonly schema?: Answer;
    readonly mediaType?: string;
  };
  /** Problem codes that this endpoint can answer, for the documentation. */
  readonly problems?: readonly string[];
  readonly handle: (
    context: RequestContext<z.output<Params>, z.output<Query>, z.output<Body>, UserFor<A>>,
  ) => Promise<z.input<Answer>>;
}

/** Everything a request brings, before any of it is trusted. */
export interface RawRequest {
  readonly tenant: Tenant;
  readonly user: SignedInUser | null;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly requestId: string;
  readonly raw: { readonly request: IncomingMessage; readonly response: ServerResponse };
}

/** A route as the router mounts it and the document describes it, its types closed over. */
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
  readonly answer: {
    readonly status: 200 | 201 | 202 | 204;
    readonly schema?: z.ZodType;
    readonly mediaType?: string;
  };
  readonly problems?: readonly string[];
  /**
   * Admits, parses, handles, and lets nothing out that the answer's schema does not name.
   * @throws Unauthenticated, Forbidden, InvalidInput, and what the handler throws
   */
  invoke(request: RawRequest): Promise<unknown>;
}

/** Checks a definition's types and closes over them: `export const listBets = defineRoute({ … })`. */
export function defineRoute<
  A extends Access,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(definition: RouteDefinition<A, Params, Query, Body, Answer>): Route;
export function defineRoute(
  definition: RouteDefinition<Access, z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
): Route {
  const { handle, ...described } = definition;
  return {
    ...described,
    async invoke(request) {
      admit(definition.access, request.user);
      const input = parseInput(definition, request);
      const { tenant, user, requestId, raw } = request;
      // Public handlers accept null; `admit` has made sure that no other handler is given it.
      const answer = await handle({ tenant, user, requestId, raw, ...input });
      return definition.answer.schema === undefined
        ? undefined
        : checkAnswer(definition.answer.schema, answer);
    },
  };
}

/** The parts of a request that a client fills in, and where to look for them in an error's path. */
interface InputSchemas {
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
}

/** Parses all parts before complaining, so that one answer names every fault. */
function parseInput(schemas: InputSchemas, request: RawRequest) {
  const faults: InputFault[] = [];
  const parse = (schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const parsed = schema.safeParse(value);
    if (!parsed.success) faults.push(...inputFaults(parsed.error));
    return parsed.data;
  };
  const input = {
    params: parse(schemas.params, request.params),
    query: parse(schemas.query, request.query),
    body: parse(schemas.body, request.body ?? {}),
  };
  if (faults.length > 0) throw new InvalidInput(faults);
  return input;
}

/** An answer that does not fit its own documentation is our fault, not the client's. @throws InvariantError */
function checkAnswer(schema: z.ZodType, answer: unknown): unknown {
  const parsed = schema.safeParse(answer);
  invariant(parsed.success, `an answer fits its schema: ${parsed.error?.message}`);
  return parsed.data;
}
