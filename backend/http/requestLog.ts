import type { IncomingMessage, ServerResponse } from "node:http";
import { type HttpLogger, pinoHttp } from "pino-http";
import type { Entropy } from "#backend/adapters/entropy.ts";
import type { Log } from "#backend/adapters/log.ts";

const REQUEST_ID_HEADER = "X-Request-Id";
/** A caller may bring an id of its own, if it can stand in a log line and a header. */
const ACCEPTABLE_ID = /^[A-Za-z0-9._:-]{8,80}$/;
const ID_BYTES = 12;
/** Probes and scrapes would drown everything else. */
const QUIET_PATHS = new Set(["/livez", "/readyz", "/metrics"]);

/** Names each request, in its answer and in its one log line. Bodies are never logged, and no query text. */
export function createRequestLog(log: Log, entropy: Entropy): HttpLogger {
  return pinoHttp({
    logger: log,
    genReqId(request, response) {
      const given = request.headers[REQUEST_ID_HEADER.toLowerCase()];
      const id =
        typeof given === "string" && ACCEPTABLE_ID.test(given)
          ? given
          : entropy.bytes(ID_BYTES).toString("base64url");
      response.setHeader(REQUEST_ID_HEADER, id);
      return id;
    },
    autoLogging: { ignore: (request) => QUIET_PATHS.has(pathOf(request)) },
    serializers: {
      req: (request: { id: unknown; method: unknown; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split("?", 1)[0],
      }),
      res: (response: { statusCode: unknown }) => ({ status: response.statusCode }),
    },
    // The failure itself has been logged where it was caught.
    customErrorObject: (_request, response, _error, { responseTime }: { responseTime: number }) => ({
      res: response,
      responseTime,
    }),
    customErrorMessage: () => "request failed",
    customLogLevel: (_request: IncomingMessage, response: ServerResponse) =>
      response.statusCode >= 500 ? "warn" : "info",
  });
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").split("?", 1)[0] ?? "";
}
