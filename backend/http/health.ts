import { Router } from "express";
import type { ApiMetrics } from "#backend/adapters/metrics.ts";

/** `failed` takes the process out of service; `stale` is worth an alarm, but players can still play. */
export type CheckResult = { readonly state: "ok" | "failed" | "stale"; readonly detail?: string };

export type Check = () => Promise<CheckResult>;

export interface HealthDeps {
  readonly checks: Readonly<Record<string, Check>>;
  readonly isStopping: () => boolean;
  readonly metrics: ApiMetrics;
}

/** A dependency that does not answer within this time is as good as gone. */
const CHECK_TIMEOUT_MS = 2_000;

/** `/livez`: the process runs. `/readyz`: it can serve. `/metrics`: figures for Prometheus. */
export function createHealth({ checks, isStopping, metrics }: HealthDeps): Router {
  const router = Router();
  router.get("/livez", (_request, response) => {
    response.json({ status: "live" });
  });
  router.get("/readyz", async (_request, response) => {
    const results = Object.fromEntries(
      await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await runCheck(check)])),
    );
    const status = isStopping() ? "stopping" : overall(Object.values(results));
    response
      .status(status === "ready" || status === "degraded" ? 200 : 503)
      .json({ status, checks: results });
  });
  router.get("/metrics", async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}

function overall(results: CheckResult[]): "ready" | "degraded" | "unready" {
  if (results.some(({ state }) => state === "failed")) return "unready";
  return results.some(({ state }) => state === "stale") ? "degraded" : "ready";
}

async function runCheck(check: Check): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve({ state: "failed", detail: "no answer in time" }), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check(), timeout]);
  } catch {
    // Which address failed, and how, is for the log of whoever owns the connection.
    return { state: "failed", detail: "no answer" };
  } finally {
    clearTimeout(timer);
  }
}
