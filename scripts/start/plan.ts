import { existsSync } from "node:fs";
import { join } from "node:path";
import { allSettings } from "#backend/config.ts";
import { givenSettings } from "#scripts/runtime/environment.ts";
import { freePort, portOrFree, requireFreePort } from "#scripts/runtime/ports.ts";
import { ROOT } from "#scripts/start/folders.ts";
import type { StartOptions, WantedPorts } from "#scripts/start/options.ts";

export const LOCAL_CHAIN_ID = 31_337;

export type HousePorts = WantedPorts & { worker: number; indexer: number };

/** What this start will run, decided before anything is started. */
export type StartPlan = {
  ports: HousePorts;
  chainId: number;
  /** Settings of the user, as text: they win over what we would choose. */
  given: Record<string, string>;
};

const PORT_KEYS = [
  "API_PORT",
  "WORKER_PORT",
  "INDEXER_PORT",
  "PUBLIC_API_URL",
  "PUBLIC_RPC_URL",
  "WEB_ORIGIN",
];
const REMEDY = "stop what uses it, or choose other ports with npm start -- --port-base 13000.";

/** Reads the user's settings and settles the ports. @throws PortBusyError */
export async function makePlan(options: StartOptions): Promise<StartPlan> {
  const given = userSettings(options.hasChosenPorts);
  const wanted = { ...options.ports, ...(given.API_PORT && { api: Number(given.API_PORT) }) };
  const isEmbeddedChain = given.RPC_URLS === undefined;
  return {
    given,
    chainId: isEmbeddedChain ? LOCAL_CHAIN_ID : Number(given.CHAIN_ID ?? LOCAL_CHAIN_ID),
    ports: {
      web: await requireFreePort({ port: wanted.web, service: "the dApp", remedy: REMEDY }),
      api: await requireFreePort({ port: wanted.api, service: "the API", remedy: REMEDY }),
      chain: isEmbeddedChain
        ? await requireFreePort({ port: wanted.chain, service: "the local chain", remedy: REMEDY })
        : wanted.chain,
      postgres: await portOrFree(wanted.postgres),
      redis: await portOrFree(wanted.redis),
      worker: given.WORKER_PORT ? Number(given.WORKER_PORT) : await freePort(),
      indexer: given.INDEXER_PORT ? Number(given.INDEXER_PORT) : await freePort(),
    },
  };
}

/** From the environment and `.env`; ports chosen on the command line win over those written down. */
function userSettings(hasChosenPorts: boolean): Record<string, string> {
  const file = join(ROOT, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
  const keys = Object.keys(allSettings.shape);
  return givenSettings(hasChosenPorts ? keys.filter((key) => !PORT_KEYS.includes(key)) : keys);
}
