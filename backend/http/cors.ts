import type { RequestHandler } from "express";

const METHODS = "GET, POST, PUT, DELETE";
const REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, X-Request-Id";
const EXPOSED_HEADERS =
  "X-Request-Id, Idempotent-Replayed, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate";
const PREFLIGHT_MAX_AGE_S = 600;

/** Lets the dApp's origin, and no other page, read answers and send cookies. */
export function createCors(webOrigin: string): RequestHandler {
  const allowedOrigin = new URL(webOrigin).origin;
  return (request, response, next) => {
    response.vary("Origin");
    if (request.headers.origin === allowedOrigin) {
      response.set({
        "Access-Control-Allow-Origin": allowedOrigin,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": EXPOSED_HEADERS,
      });
    }
    const isPreflight =
      request.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined;
    if (!isPreflight) return next();
    if (request.headers.origin === allowedOrigin) {
      response.set({
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": REQUEST_HEADERS,
        "Access-Control-Max-Age": String(PREFLIGHT_MAX_AGE_S),
      });
    }
    response.status(204).end();
  };
}
