import type { ErrorRequestHandler, Response } from "express";
import type { Problem } from "#domain/api/problem.ts";
import { DatabaseBusy, DatabaseUnavailable, databaseFailure } from "./databaseOutage.ts";
import { BadRequest, MalformedJson, PayloadTooLarge, UnsupportedMediaType } from "./failures.ts";
import { isExpected, toProblem } from "./problem.ts";

/** The largest request body; a sign-in with a long contract-wallet signature is the largest there is. */
export const MAX_BODY_BYTES = 32 * 1_024;

const PROBLEM_TYPE = "application/problem+json";

/** Every failure leaves here, as a problem document; those we did not expect are logged, here and only here. */
export const errorHandler: ErrorRequestHandler = (thrown, request, response, _next) => {
  const error = isExpected(thrown) ? thrown : (readingFailure(thrown) ?? databaseFailure(thrown) ?? thrown);
  const problem = toProblem(error, String(request.id));
  if (problem.status === 500) request.log.error({ err: error }, "request failed unexpectedly");
  if (error instanceof DatabaseUnavailable) request.log.warn({ err: error }, "request met no database");
  if (error instanceof DatabaseBusy) request.log.warn({ err: error }, "request took the database too long");
  if (response.headersSent) {
    response.destroy();
    return;
  }
  sendProblem(response, problem);
};

export function sendProblem(response: Response, problem: Problem): void {
  if (problem.status === 401) response.set("WWW-Authenticate", 'Bearer realm="fairhouse"');
  if (problem.retryAfterMs !== undefined) {
    response.set("Retry-After", String(Math.ceil(problem.retryAfterMs / 1_000)));
  }
  response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

/** What Express and its body parser throw when a request cannot be read, in our own words. */
function readingFailure(thrown: unknown): Error | null {
  if (!(thrown instanceof Error) || !("status" in thrown)) return null;
  if (typeof thrown.status !== "number" || thrown.status < 400 || thrown.status > 499) return null;
  if (thrown.status === 413) return new PayloadTooLarge(MAX_BODY_BYTES);
  if (thrown.status === 415) return new UnsupportedMediaType();
  if ("type" in thrown && thrown.type === "entity.parse.failed") return new MalformedJson();
  return new BadRequest();
}
