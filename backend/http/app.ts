import express, { type Express, Router } from "express";
import helmet from "helmet";
import type { Entropy } from "#backend/adapters/entropy.ts";
import type { Log } from "#backend/adapters/log.ts";
import { createCors } from "./cors.ts";
import { docsPage } from "./docsPage.ts";
import { errorHandler, MAX_BODY_BYTES } from "./errorHandler.ts";
import { RouteNotFound } from "./failures.ts";
import { createHealth, type HealthDeps } from "./health.ts";
import { type MountDeps, mountRoutes } from "./mountRoutes.ts";
import { createOpenApi } from "./openApi.ts";
import { createRateLimit } from "./rateLimit.ts";
import { createRequestLog } from "./requestLog.ts";
import type { Route } from "./route.ts";

export interface AppOptions extends MountDeps, HealthDeps {
  readonly routes: readonly Route[];
  readonly log: Log;
  readonly entropy: Entropy;
  readonly webOrigin: string;
  readonly publicApiUrl: string;
  /** Reverse proxies whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: number;
}

/** The HTTP side of the API, from the first header to the last problem document. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", options.trustedProxies);
  app.use(createRequestLog(options.log, options.entropy));
  app.use(helmet(securityHeaders(options.publicApiUrl)));
  app.use(createHealth(options));
  app.use(createCors(options.webOrigin));
  app.use(createDocumentation(options));
  app.use("/v1", createApi(options));
  app.use((_request, _response, next) => next(new RouteNotFound()));
  app.use(errorHandler);
  return app;
}

function createApi(options: AppOptions): Router {
  const api = Router();
  const { redis, requestsPerMinute } = options;
  api.use(createRateLimit({ redis, name: "all", requestsPerMinute }));
  api.use(express.json({ limit: MAX_BODY_BYTES, type: "application/json" }));
  // Answers are about one person at one moment unless a route says otherwise.
  api.use((_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  mountRoutes(api, options.routes, options);
  return api;
}

function createDocumentation({ routes, publicApiUrl }: AppOptions): Router {
  const router = Router();
  const document = createOpenApi(routes, publicApiUrl);
  const page = docsPage(document);
  router.get("/openapi.json", (_request, response) => {
    response.set("Access-Control-Allow-Origin", "*").json(document);
  });
  router.get("/docs", (_request, response) => {
    response.type("html").send(page);
  });
  return router;
}

/** The API serves data, and one page without scripts. */
function securityHeaders(publicApiUrl: string) {
  const isHttps = publicApiUrl.startsWith("https:");
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'unsafe-inline'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    // Answers are for the dApp, which lives on another origin; CORS decides who may read them.
    crossOriginResourcePolicy: { policy: "cross-origin" as const },
    strictTransportSecurity: isHttps,
  };
}
