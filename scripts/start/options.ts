import { join } from "node:path";
import { parseArgs } from "node:util";
import { StartOptionInvalid } from "#scripts/start/errors.ts";
import { ROOT } from "#scripts/start/folders.ts";

export type WantedPorts = { web: number; api: number; chain: number; postgres: number; redis: number };

export type StartOptions = {
  /** Forget the database, the chain and the keys of earlier runs. */
  isFresh: boolean;
  stateDir: string;
  ports: WantedPorts;
  /** Whether the ports come from the command line. */
  hasChosenPorts: boolean;
};

export const START_USAGE = `npm start [-- options]
  --fresh           begin anew: deletes the embedded database, chain, queue and local keys
  --port-base N     use the ports N (dApp), N+1 (API), N+2 (chain), N+3 (Postgres) and N+4 (Redis)
  --state-dir DIR   keep everything in DIR instead of .fairhouse
  --help            show this`;

const DEFAULT_PORTS: WantedPorts = { web: 3000, api: 4000, chain: 8545, postgres: 55_432, redis: 56_379 };
const LOWEST_PORT = 1_024;
const HIGHEST_BASE = 65_531;

/** Reads the command line; undefined when it only asks for help. @throws StartOptionInvalid */
export function parseStartOptions(args: readonly string[]): StartOptions | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  return {
    isFresh: values.fresh ?? false,
    stateDir: values["state-dir"] ?? join(ROOT, ".fairhouse"),
    ports: values["port-base"] === undefined ? DEFAULT_PORTS : portsFrom(values["port-base"]),
    hasChosenPorts: values["port-base"] !== undefined,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        fresh: { type: "boolean" },
        "port-base": { type: "string" },
        "state-dir": { type: "string" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartOptionInvalid(`${reason}\n${START_USAGE}`, { cause: error });
  }
}

function portsFrom(text: string): WantedPorts {
  const base = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(base >= LOWEST_PORT && base <= HIGHEST_BASE)) {
    throw new StartOptionInvalid(
      `--port-base must be a number from ${LOWEST_PORT} to ${HIGHEST_BASE}, not "${text}".`,
    );
  }
  return { web: base, api: base + 1, chain: base + 2, postgres: base + 3, redis: base + 4 };
}
