import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry } from "prom-client";

/** Whether something that the process needs can be used; it throws, or says what is wrong, if not. */
export type ReadinessCheck = () => Promise<void>;

export interface HealthServerOptions {
  readonly port: number;
  readonly registry: Registry;
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const CHECK_TIMEOUT_MS = 3_000;

/** Serves /livez, /readyz and /metrics of a process that has no other HTTP interface. */
export async function startHealthServer({
  port,
  registry,
  checks,
}: HealthServerOptions): Promise<HealthServer> {
  const server = createServer(async (request, response) => {
    switch (request.url) {
      case "/livez":
        return sendJson(response, 200, { status: "ok" });
      case "/readyz": {
        const results = await runChecks(checks);
        const isReady = Object.values(results).every((result) => result === "ok");
        return sendJson(response, isReady ? 200 : 503, {
          status: isReady ? "ok" : "unavailable",
          checks: results,
        });
      }
      case "/metrics":
        response.writeHead(200, { "content-type": registry.contentType });
        response.end(await registry.metrics().catch(() => ""));
        return;
      default:
        return sendJson(response, 404, { message: "This process answers /livez, /readyz and /metrics." });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, resolve);
  });
  return {
    port: portOf(server.address(), port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function runChecks(checks: HealthServerOptions["checks"]): Promise<Record<string, string>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await runCheck(check)] as const),
  );
  return Object.fromEntries(results);
}

function runCheck(check: ReadinessCheck): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve("timed out"), CHECK_TIMEOUT_MS);
    check()
      .then(
        () => resolve("ok"),
        // The kind of failure only: messages may name hosts, and this port has no login.
        (error: unknown) => resolve(error instanceof Error ? error.name : "failed"),
      )
      .finally(() => clearTimeout(timer));
  });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function portOf(address: AddressInfo | string | null, asked: number): number {
  return address !== null && typeof address === "object" ? address.port : asked;
}
