import { createServer, type Server, type ServerResponse } from "node:http";
import type { Registry } from "prom-client";

export interface Health {
  /** Why the process is not ready; empty when it is. */
  readonly faults: () => readonly string[];
  /** What a person may want to know although it is ready. */
  readonly notes?: () => readonly string[];
  readonly metrics: Registry;
}

/** Serves `/livez`, `/readyz` and `/metrics` on the loopback interface. */
export function startHealthServer(port: number, health: Health): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request.url ?? "", health, response).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function answer(path: string, health: Health, response: ServerResponse): Promise<void> {
  switch (path) {
    case "/livez":
      return json(response, 200, { status: "alive" });
    case "/readyz": {
      const faults = health.faults();
      return json(response, faults.length === 0 ? 200 : 503, {
        status: faults.length === 0 ? "ready" : "not ready",
        faults,
        notes: health.notes?.() ?? [],
      });
    }
    case "/metrics":
      response.writeHead(200, { "content-type": health.metrics.contentType });
      response.end(await health.metrics.metrics());
      return;
    default:
      return json(response, 404, { status: "not found" });
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
