import { chainName } from "#backend/adapters/publicChain.ts";
import type { Database } from "#backend/db/client.ts";
import type { Tenant } from "#backend/http/route.ts";
import type { KillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { GameView, HouseConfig } from "#domain/api/houseConfig.ts";
import { LOCAL_CHAIN_ID } from "./localChain.ts";

/** What wallets show above the fields of the sign-in message. */
const SIGN_IN_STATEMENT = "Sign in to Fairhouse. This costs nothing and moves no coins.";

/** What is the same for every tenant of this process. */
export interface HouseSettings {
  readonly chainId: number;
  readonly publicRpcUrl: string;
  readonly explorerUrl: string | null;
  readonly finality: HouseConfig["chain"]["finality"];
  readonly finalityDepth: number;
  readonly publicApiUrl: string;
  readonly webOrigin: string;
  readonly betsPerSecond: number;
  readonly betsBurst: number;
  readonly faucetAmountWei: bigint | null;
}

export interface HouseConfigDeps {
  readonly db: Database;
  readonly killSwitches: KillSwitches;
  /** Every game, as a house offers it now. */
  readonly gamesOf: (tenantId: number) => Promise<GameView[]>;
  readonly settings: HouseSettings;
}

/** Puts together everything that a client must know before it can do anything. */
export async function readHouseConfig(deps: HouseConfigDeps, tenant: Tenant): Promise<HouseConfig> {
  const { db, killSwitches, gamesOf, settings } = deps;
  const [currencies, vaults, games, stopped] = await Promise.all([
    readCurrencies(db, tenant.id),
    readVaults(db, tenant.id, settings.chainId),
    gamesOf(tenant.id),
    killSwitches.list(tenant.id),
  ]);
  const { betsPerSecond, betsBurst, faucetAmountWei } = settings;
  return {
    tenant: { slug: tenant.slug, name: tenant.name },
    chain: {
      id: settings.chainId,
      name: chainName(settings.chainId),
      rpcUrl: settings.publicRpcUrl,
      explorerUrl: settings.explorerUrl,
      finality: settings.finality,
      finalityDepth: settings.finalityDepth,
      isLocal: settings.chainId === LOCAL_CHAIN_ID,
    },
    vaults,
    currencies,
    games,
    limits: { maxRiskBps: tenant.maxRiskBps, betsPerSecond, betsBurst },
    signIn: { ...signInOf(settings.webOrigin), statement: SIGN_IN_STATEMENT },
    socket: { url: settings.publicApiUrl, path: "/socket.io" },
    stopped: stopped.map(({ name, reason }) => ({ name, reason })),
    faucet:
      faucetAmountWei === null
        ? null
        : { url: new URL("/v1/faucet", settings.publicApiUrl).href, amountWei: faucetAmountWei.toString() },
  };
}

/** What a sign-in message must name: the dApp that asks for it. */
export function signInOf(webOrigin: string): { domain: string; uri: string } {
  const { host, origin } = new URL(webOrigin);
  return { domain: host, uri: origin };
}

async function readCurrencies(db: Database, tenantId: number): Promise<HouseConfig["currencies"]> {
  const rows = await db.forTenant(tenantId).currency.findMany({ orderBy: { code: "asc" } });
  return rows.map(({ code, decimals, token, quantumWei, minStake, minWithdrawal }) => ({
    code,
    decimals,
    token,
    quantumWei: quantumWei.toFixed(),
    minStake: minStake.toString(),
    minWithdrawal: minWithdrawal.toString(),
  }));
}

/** Newest first: deposits go to the first. */
async function readVaults(db: Database, tenantId: number, chainId: number): Promise<HouseConfig["vaults"]> {
  const rows = await db.forTenant(tenantId).vault.findMany({ where: { chainId }, orderBy: { id: "desc" } });
  return rows.map(({ address, deployBlock }) => ({
    address,
    deployBlock: deployBlock.toString(),
    abi: vaultAbi.map((item) => ({ ...item })),
  }));
}
