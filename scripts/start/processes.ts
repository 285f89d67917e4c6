import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import type { z } from "zod";
import { apiSettings, indexerSettings, signerSettings, workerSettings } from "#backend/config.ts";
import { hsmEnvironment, systemEnvironment } from "#scripts/runtime/environment.ts";
import { rotateLog } from "#scripts/runtime/logFile.ts";
import { startProcess } from "#scripts/runtime/process.ts";
import { waitUntilReady } from "#scripts/runtime/waitUntil.ts";
import { type HouseFolders, ROOT } from "#scripts/start/folders.ts";
import type { HouseSettings } from "#scripts/start/houseSettings.ts";
import type { HousePorts } from "#scripts/start/plan.ts";
import type { Service } from "#scripts/start/supervisor.ts";

const READY_TIMEOUT_MS = 90_000;
const PROBE_TIMEOUT_MS = 2_000;
const STOP_TIMEOUT_MS = 20_000;
/** The dApp is reachable from where the API is: from this machine alone, unless API_HOST says otherwise. */
const LOOPBACK = "127.0.0.1";
const NODE_FLAGS = ["--disable-warning=ExperimentalWarning"] as const;

type ProcessSpec = {
  name: string;
  args: readonly string[];
  /** The whole of what the process is told: a process holds no setting it has no use for. */
  env: Record<string, string>;
  isReady: () => Promise<boolean>;
};

/** The signer, and then what talks to it and to the servers: two tiers, in the order of their start. */
export function houseProcesses(input: {
  settings: HouseSettings;
  ports: HousePorts;
  folders: HouseFolders;
}): Service[][] {
  const { settings, ports, folders } = input;
  const pick = (shape: z.ZodObject) => pickSettings(settings, Object.keys(shape.shape));
  const signer: ProcessSpec = {
    name: "signer",
    args: ["backend/signer.ts"],
    env: { ...pick(signerSettings), ...hsmEnvironment() },
    isReady: () => accepts(settings.SIGNER_SOCKET ?? ""),
  };
  const api: ProcessSpec = {
    name: "api",
    args: ["backend/main.ts"],
    env: pick(apiSettings),
    isReady: () => answers(ports.api, "/readyz"),
  };
  const worker: ProcessSpec = {
    name: "worker",
    args: ["backend/worker.ts"],
    env: pick(workerSettings),
    isReady: () => answers(ports.worker, "/readyz"),
  };
  const indexer: ProcessSpec = {
    name: "indexer",
    args: ["indexer/main.ts"],
    env: pick(indexerSettings),
    isReady: () => answers(ports.indexer, "/readyz"),
  };
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const web: ProcessSpec = {
    name: "web",
    args: [next, "start", "web", "--port", `${ports.web}`, "--hostname", settings.API_HOST ?? LOOPBACK],
    env: { API_URL: settings.PUBLIC_API_URL ?? "" },
    isReady: () => answers(ports.web, "/"),
  };
  mkdirSync(dirname(folders.signerSocket), { recursive: true, mode: 0o700 });
  return [[signer], [indexer, worker, api, web]].map((tier) => tier.map((spec) => service(spec, folders)));
}

function service({ name, args, env, isReady }: ProcessSpec, folders: HouseFolders): Service {
  const logFile = join(folders.logs, `${name}.log`);
  const start = async (stopping: AbortSignal) => {
    rotateLog(logFile);
    const child = await startProcess({
      name,
      command: process.execPath,
      args: [...NODE_FLAGS, ...args],
      env: { ...systemEnvironment(), ...env },
      cwd: ROOT,
      logFile,
      stopTimeoutMs: STOP_TIMEOUT_MS,
    });
    await waitUntilReady({ child, timeoutMs: READY_TIMEOUT_MS, isReady, stopping });
    return child;
  };
  return { name, start };
}

function pickSettings(settings: HouseSettings, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap((key) => (settings[key] === undefined ? [] : [[key, settings[key]]])),
  );
}

async function answers(port: number, path: string): Promise<boolean> {
  const response = await fetch(`http://${LOOPBACK}:${port}${path}`, {
    signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
  });
  await response.body?.cancel();
  return response.ok;
}

function accepts(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const finish = (isAccepted: boolean) => {
      socket.destroy();
      resolve(isAccepted);
    };
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
  });
}
