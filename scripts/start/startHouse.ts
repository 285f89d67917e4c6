import { rm } from "node:fs/promises";
import { join } from "node:path";
import { migrate } from "#backend/db/migrate.ts";
import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import type { Report } from "#scripts/runtime/installProgram.ts";
import { seed } from "#scripts/seed.ts";
import { type DemoWallets, demoWallets } from "#scripts/start/demoWallets.ts";
import { StartInterrupted } from "#scripts/start/errors.ts";
import { type HouseFolders, houseFolders } from "#scripts/start/folders.ts";
import { forgetEverything } from "#scripts/start/fresh.ts";
import {
  ensureSignerKey,
  ensureSignerPolicy,
  type HouseSettings,
  houseSettings,
} from "#scripts/start/houseSettings.ts";
import { type Endpoints, infrastructure } from "#scripts/start/infrastructure.ts";
import { takeLock } from "#scripts/start/lock.ts";
import type { StartOptions } from "#scripts/start/options.ts";
import { stopOrphans } from "#scripts/start/orphans.ts";
import { LOCAL_CHAIN_ID, makePlan, type StartPlan } from "#scripts/start/plan.ts";
import { houseProcesses } from "#scripts/start/processes.ts";
import { withProgress } from "#scripts/start/progress.ts";
import { RunFile, type RunState, readRunState } from "#scripts/start/runFile.ts";
import { readOrCreateSecrets } from "#scripts/start/secrets.ts";
import { Supervisor } from "#scripts/start/supervisor.ts";
import { ensureVault } from "#scripts/start/vault.ts";
import { buildWeb, isWebStale } from "#scripts/start/webBuild.ts";

export type House = {
  /** Resolves when everything serves. @throws when something does not; then everything is stopped. */
  ready: Promise<RunState>;
  /** Ends everything this house started and nothing else. Safe at any time, and safe to call again. */
  stop: () => Promise<void>;
};

const TENANT = { slug: "main", name: "Fairhouse", hostnames: ["localhost", "127.0.0.1"] };

/**
 * Runs a whole house: servers, chain, contracts, and the product's processes, each kept alive.
 * @throws HouseAlreadyRunning when one runs on this state folder.
 */
export function startHouse(options: StartOptions & { report: Report }): House {
  const folders = houseFolders(options.stateDir);
  const unlock = takeLock(folders.lockFile);
  let runFile: RunFile | undefined;
  const supervisor = new Supervisor({
    report: options.report,
    onChange: async (processes) => runFile?.update({ processes }),
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= supervisor.stop().finally(async () => {
      await rm(folders.runFile, { force: true });
      unlock();
    });
    return stopped;
  };

  async function start(): Promise<RunState> {
    const plan = await prepareFolder({ options, folders });
    const wallets = demoWallets();
    runFile = new RunFile(folders.runFile, firstState(plan, wallets));
    const { vault, settings } = await startServices({
      plan,
      folders,
      wallets,
      supervisor,
      report: options.report,
    });
    const tiers = houseProcesses({ settings, ports: plan.ports, folders });
    // They wait for each other by themselves; the tiers only say in which order they stop.
    const names = tiers.flatMap((tier) => tier.map(({ name }) => name)).join(", ");
    await withProgress(options.report, names, () => Promise.all(tiers.map((tier) => supervisor.start(tier))));
    await runFile.update({ readyAt: new Date().toISOString(), ...(vault !== undefined && { vault }) });
    return runFile.state;
  }

  const ready = start().catch(async (error: unknown) => {
    const isAskedToStop = supervisor.stopping.aborted;
    await stop();
    throw isAskedToStop ? new StartInterrupted("Stopped before everything was started.") : error;
  });
  return { ready, stop };
}

/** Clears what a killed supervisor left behind, and settles what to run. */
async function prepareFolder(input: {
  options: StartOptions & { report: Report };
  folders: HouseFolders;
}): Promise<StartPlan> {
  const { options, folders } = input;
  const earlier = await readRunState(folders.runFile);
  const orphans = await stopOrphans(earlier?.processes ?? []);
  if (orphans > 0) options.report(`  Stopped ${orphans} processes that a killed start had left running.`);
  const plan = await makePlan(options);
  if (options.isFresh) forgetEverything(folders, plan.given);
  return plan;
}

async function startServices(input: {
  plan: StartPlan;
  folders: HouseFolders;
  wallets: DemoWallets;
  supervisor: Supervisor;
  report: Report;
}): Promise<{ settings: HouseSettings; vault: string | undefined }> {
  const { plan, folders, wallets, supervisor, report } = input;
  const { services, endpoints } = infrastructure({ plan, folders, report });
  const serverNames = services.map(({ name }) => name).join(", ");
  if (services.length > 0) await withProgress(report, serverNames, () => supervisor.start(services));
  // The two long steps of a first start have nothing to do with each other, and there is more than one core.
  const building = buildWebIfStale({ folders, supervisor, report });
  const opening = openHouse({ plan, folders, wallets, endpoints, report });
  await Promise.allSettled([building, opening]);
  await building;
  return opening;
}

async function buildWebIfStale(input: {
  folders: HouseFolders;
  supervisor: Supervisor;
  report: Report;
}): Promise<void> {
  if (!(await isWebStale())) return;
  const logFile = join(input.folders.logs, "web-build.log");
  const build = () => buildWeb({ logFile, stopping: input.supervisor.stopping });
  await withProgress(input.report, "build of the dApp", build);
}

/** Everything that the processes expect to find: schema, secrets, and on the local chain a vault and a house. */
async function openHouse(input: {
  plan: StartPlan;
  folders: HouseFolders;
  wallets: DemoWallets;
  endpoints: Endpoints;
  report: Report;
}): Promise<{ settings: HouseSettings; vault: string | undefined }> {
  const { plan, folders, wallets, endpoints, report } = input;
  await withProgress(report, "database schema", () => migrate(endpoints.databaseUrl));
  const secrets = await readOrCreateSecrets(folders.secretsFile);
  const settings = houseSettings({ plan, endpoints, folders, secrets, wallets });
  if (plan.chainId !== LOCAL_CHAIN_ID) return { settings, vault: undefined };
  await withProgress(report, "contracts compiled", ensureCompiled);
  const open = () => openLocalHouse({ plan, folders, wallets, settings });
  return { settings, vault: await withProgress(report, "vault and demo data", open) };
}

/** Deploys the vault if need be, lets the signer pay from it, and registers the house in the database. */
async function openLocalHouse(input: {
  plan: StartPlan;
  folders: HouseFolders;
  wallets: DemoWallets;
  settings: HouseSettings;
}): Promise<string> {
  const { plan, folders, wallets, settings } = input;
  const { chainId } = plan;
  const signer = () => ensureSignerKey(settings);
  const rpcUrl = settings.RPC_URLS?.split(",")[0] ?? "";
  const vault = await ensureVault({ rpcUrl, chainId, vaultFile: folders.vaultFile, wallets, signer });
  await ensureSignerPolicy({ plan, settings, vault: vault.address });
  await seed({
    databaseUrl: settings.DATABASE_URL ?? "",
    tenant: TENANT,
    vault: {
      chainId,
      address: vault.address,
      deployBlock: BigInt(vault.deployBlock),
      bankrollAddress: wallets.bankroll.address,
      authorityAddress: vault.accessManager,
      fairnessRegistryAddress: vault.fairnessRegistry,
    },
    staff: [{ wallet: wallets.staff.address, role: "operator" }],
  });
  return vault.address;
}

function firstState({ ports, chainId, given }: StartPlan, wallets: DemoWallets): RunState {
  return {
    urls: {
      web: given.WEB_ORIGIN ?? `http://localhost:${ports.web}`,
      api: given.PUBLIC_API_URL ?? `http://localhost:${ports.api}`,
      chain: given.RPC_URLS?.split(",")[0] ?? `http://localhost:${ports.chain}`,
    },
    ports,
    chainId,
    wallets:
      chainId === LOCAL_CHAIN_ID
        ? Object.values(wallets).map(({ role, address }) => ({ role, address }))
        : [],
    processes: [],
  };
}
