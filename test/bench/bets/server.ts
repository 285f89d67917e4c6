import { createLog } from "#backend/adapters/log.ts";
import { apiSettings, readConfig } from "#backend/config.ts";
import { startApi } from "#backend/main.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { startPeerServer } from "./peers/peerServer.ts";
import { createRedisFirstPeer } from "./peers/redisFirst.ts";
import { createRowLockPeer } from "./peers/rowLock.ts";
import type { ServerOrder } from "./protocol.ts";

/** The process under test. Its first message is an order, its first answer a port; the second message stops it. */
export interface BenchServer {
  readonly port: number;
  stop(): Promise<void>;
}

process.once("disconnect", () => process.exit());
process.once("message", async (order: ServerOrder) => {
  const server = await start(order);
  process.once("message", async () => {
    await server.stop();
    process.send?.({ isStopped: true });
  });
  process.send?.({ port: server.port });
});

async function start(order: ServerOrder): Promise<BenchServer> {
  switch (order.contender) {
    case "fairhouse":
      return startHouse(order);
    case "rowLock":
      return startPeerServer(await createRowLockPeer(order), order.tenantId);
    case "redisFirst":
      return startPeerServer(await createRedisFirstPeer(order), order.tenantId);
  }
}

/** The API process as it is deployed, with every limit at its default but what one address may do: all come from one. */
async function startHouse(order: ServerOrder): Promise<BenchServer> {
  const { databaseUrl, redisUrl, seedKey, tokenKey } = order;
  const port = order.port ?? (await freePort());
  const config = readConfig(apiSettings, {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    // No bet asks the chain anything.
    RPC_URLS: "http://127.0.0.1:1",
    CHAIN_ID: "31337",
    API_PORT: String(port),
    JWT_PRIVATE_KEY: tokenKey,
    SEED_ENCRYPTION_KEY: seedKey,
    REQUESTS_PER_MINUTE: "1000000",
    LOG_LEVEL: order.logLevel ?? "error",
  });
  return startApi({ config, log: createLog({ name: "bench", level: config.LOG_LEVEL }) });
}
