import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request, RequestHandler, Response, Router } from "express";
import type { Redis } from "ioredis";
import type { ApiMetrics } from "#backend/adapters/metrics.ts";
import type { Authenticate } from "#backend/modules/auth/authenticate.ts";
import type { Tenants } from "#backend/modules/house/tenants.ts";
import type { Idempotency, StoredAnswer } from "#backend/modules/idempotency/idempotency.service.ts";
import { problem } from "#domain/api/problem.ts";
import { admit } from "./access.ts";
import { sendProblem } from "./errorHandler.ts";
import { MethodNotAllowed, UnsupportedMediaType } from "./failures.ts";
import { isExpected, toProblem } from "./problem.ts";
import { createRateLimit } from "./rateLimit.ts";
import type { RawRequest, Route, SignedInUser } from "./route.ts";

export interface MountDeps {
  readonly tenants: Tenants;
  readonly authenticate: Authenticate;
  readonly idempotency: Idempotency;
  readonly redis: Redis;
  readonly metrics: ApiMetrics;
  /** The general limit; the stricter ones of single routes grow and shrink with it. */
  readonly requestsPerMinute: number;
}

/** The general limit that the routes' own limits were chosen beside. */
const USUAL_REQUESTS_PER_MINUTE = 6_000;

/** Mounts every route, and one refusal per path for the methods it does not have. */
export function mountRoutes(router: Router, routes: readonly Route[], deps: MountDeps): void {
  for (const route of routes) {
    router[route.method](expressPath(route), ...limitOf(route, deps), handlerOf(route, deps));
  }
  const methodsByPath = Map.groupBy(routes, expressPath);
  for (const [path, siblings] of methodsByPath) {
    const allowed = siblings.map(({ method }) => method.toUpperCase()).join(", ");
    router.all(path, (_request, response, next) => {
      response.set("Allow", allowed);
      next(new MethodNotAllowed(allowed));
    });
  }
}

/** `/bets/{id}` in the document is `/bets/:id` in the router. */
function expressPath({ path }: Route): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

function limitOf(route: Route, { redis, requestsPerMinute }: MountDeps): RequestHandler[] {
  if (route.requestsPerMinute === undefined) return [];
  const name = `${route.method}${route.path}`.replaceAll(/[^a-z]+/gi, "-");
  const scaled = Math.ceil((route.requestsPerMinute * requestsPerMinute) / USUAL_REQUESTS_PER_MINUTE);
  return [createRateLimit({ redis, name, requestsPerMinute: scaled })];
}

function handlerOf(route: Route, deps: MountDeps): RequestHandler {
  return async (request, response) => {
    const stop = deps.metrics.httpDuration.startTimer({ method: route.method, route: route.path });
    response.once("close", () => stop({ status: response.statusCode }));
    const raw = await readRequest(route, request, response, deps);
    if (route.isIdempotent && raw.user !== null) {
      await answerOnce(route, { ...raw, user: raw.user }, request, response, deps);
      return;
    }
    const body = await route.invoke(raw);
    const { status, mediaType } = route.answer;
    response.status(status);
    if (status === 204) response.end();
    else if (body instanceof Readable)
      await sendStream(body, response.type(mediaType ?? "application/octet-stream"));
    else if (mediaType !== undefined) response.type(mediaType).send(body);
    else response.json(body);
  };
}

/** Sends an answer while it is made. Once it has begun, a failure can only cut it short; a client that leaves is none. */
async function sendStream(body: Readable, response: Response): Promise<void> {
  try {
    await pipeline(body, response);
  } catch (error) {
    if (!isLeftByClient(error)) throw error;
  }
}

function isLeftByClient(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}

async function readRequest(
  route: Route,
  request: Request,
  response: Response,
  { tenants, authenticate }: MountDeps,
): Promise<RawRequest> {
  refuseOtherMedia(request);
  const tenant = await tenants.find(request.hostname ?? "");
  const user = await userOf(route, request, tenant.id, authenticate);
  admit(route.access, user);
  const { params, query, body } = request;
  return { tenant, user, params, query, body, requestId: String(request.id), raw: { request, response } };
}

/** A body of another type was left unread by the parser; without this it would count as an empty one. */
function refuseOtherMedia(request: Request): void {
  const hasBody =
    request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"]) > 0;
  if (hasBody && !request.is("application/json")) throw new UnsupportedMediaType();
}

const BEARER = /^Bearer ([A-Za-z0-9._~+/=-]{1,2000})$/i;

/** On a public route a bad token is as good as none; elsewhere the caller is told what is wrong with it. */
async function userOf(
  route: Route,
  request: Request,
  tenantId: number,
  authenticate: Authenticate,
): Promise<SignedInUser | null> {
  const token = BEARER.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined) return null;
  try {
    return (await authenticate(tenantId, token)).user;
  } catch (error) {
    if (route.access === "public" && isExpected(error)) return null;
    throw error;
  }
}

/** Runs a money-moving route once per Idempotency-Key; refusals are answers too, and are repeated alike. */
async function answerOnce(
  route: Route,
  raw: RawRequest & { readonly user: SignedInUser },
  request: Request,
  response: Response,
  { idempotency }: MountDeps,
): Promise<void> {
  const { answer, isReplayed } = await idempotency.run(
    {
      tenantId: raw.tenant.id,
      userId: raw.user.id,
      key: request.get("Idempotency-Key"),
      // With the ids in it: the same words about another thing are another request.
      route: `${route.method} ${request.path}`,
      body: raw.body,
    },
    () => settle(route, raw),
  );
  if (isReplayed) response.set("Idempotent-Replayed", "true");
  if (answer.status >= 400) sendProblem(response, problem.parse(JSON.parse(answer.body)));
  else response.status(answer.status).type("application/json").send(answer.body);
}

async function settle(route: Route, raw: RawRequest): Promise<StoredAnswer> {
  try {
    return { status: route.answer.status, body: JSON.stringify(await route.invoke(raw)) };
  } catch (error) {
    if (!isExpected(error)) throw error;
    const problem = toProblem(error, raw.requestId);
    return { status: problem.status, body: JSON.stringify(problem) };
  }
}
