import type { z } from "zod";
import { FairhouseError } from "#domain/errors.ts";

/** What is wrong with one field; `path` is empty when it is the whole. */
export interface InputFault {
  readonly path: string;
  readonly message: string;
}

/** Faults listed in one answer at most: garbage must not be answered with more garbage. */
const MAX_FAULTS = 20;

/** Zod's findings in the form that clients read. */
export function inputFaults(error: z.ZodError): InputFault[] {
  return error.issues
    .slice(0, MAX_FAULTS)
    .map((issue) => ({ path: issue.path.map(String).join("."), message: issue.message }));
}

/** The request does not have the documented shape. */
export class InvalidInput extends FairhouseError {
  readonly code = "INVALID_INPUT";
  readonly faults: readonly InputFault[];

  constructor(faults: readonly InputFault[]) {
    super("Some of what you sent does not fit: see `errors` for each field.");
    this.faults = faults;
  }
}

/** The body is not JSON. */
export class MalformedJson extends FairhouseError {
  readonly code = "MALFORMED_JSON";

  constructor() {
    super("The body is not valid JSON: send an object in UTF-8.");
  }
}

/** The body has another type than JSON. */
export class UnsupportedMediaType extends FairhouseError {
  readonly code = "UNSUPPORTED_MEDIA_TYPE";

  constructor() {
    super("Send the body as `Content-Type: application/json`, uncompressed or as gzip, in UTF-8.");
  }
}

/** The body is larger than any request needs. */
export class PayloadTooLarge extends FairhouseError {
  readonly code = "PAYLOAD_TOO_LARGE";
  readonly limitBytes: number;

  constructor(limitBytes: number) {
    super(`The body is larger than ${limitBytes} bytes: send less.`);
    this.limitBytes = limitBytes;
  }
}

/** The path cannot be decoded, or the connection broke while the body was read. */
export class BadRequest extends FairhouseError {
  readonly code = "BAD_REQUEST";

  constructor() {
    super("The request could not be read: check its path, its headers and the length of its body.");
  }
}

/** No route has this path. */
export class RouteNotFound extends FairhouseError {
  readonly code = "ROUTE_NOT_FOUND";

  constructor() {
    super("Nothing is served at this path: see /openapi.json for what is.");
  }
}

/** The path exists, for other methods. */
export class MethodNotAllowed extends FairhouseError {
  readonly code = "METHOD_NOT_ALLOWED";
  readonly allowed: string;

  constructor(allowed: string) {
    super(`This path answers to ${allowed} only.`);
    this.allowed = allowed;
  }
}

/** The thing asked for does not exist, or belongs to someone else, which is the same to the caller. */
export class NotFound extends FairhouseError {
  readonly code = "NOT_FOUND";

  constructor(what: string) {
    super(`There is no such ${what}, or it is not yours.`);
  }
}

/** The route needs a signed-in user. */
export class Unauthenticated extends FairhouseError {
  readonly code = "UNAUTHENTICATED";

  constructor() {
    super("Sign in and send `Authorization: Bearer <access token>`.");
  }
}

/** The user's role does not allow this. */
export class Forbidden extends FairhouseError {
  readonly code = "FORBIDDEN";

  constructor() {
    super("Your role does not allow this.");
  }
}

/** A request that rides on a cookie came from a page that is not ours. */
export class OriginRefused extends FairhouseError {
  readonly code = "ORIGIN_REFUSED";

  constructor() {
    super("Requests with the refresh cookie are accepted from the dApp's own origin only.");
  }
}

/** Too many requests from one address, or messages on one socket. */
export class RateLimited extends FairhouseError {
  readonly code = "RATE_LIMITED";
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super(`Too many requests: try again in ${Math.ceil(retryAfterMs / 1_000)} s.`);
    this.retryAfterMs = retryAfterMs;
  }
}
