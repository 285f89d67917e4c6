import { join } from "node:path";
import { readConfig, signerCommandSettings } from "#backend/config.ts";
import { initKey } from "#scripts/signer/signingKey.ts";
import { writePolicy } from "#scripts/signer/writePolicy.ts";
import type { DemoWallets } from "#scripts/start/demoWallets.ts";
import type { HouseFolders } from "#scripts/start/folders.ts";
import type { Endpoints } from "#scripts/start/infrastructure.ts";
import { LOCAL_CHAIN_ID, type StartPlan } from "#scripts/start/plan.ts";
import type { Secrets } from "#scripts/start/secrets.ts";

const GWEI_PER_COIN = 1_000_000_000n;
/** What the local signer may pay: above the vault's own caps in a day, below them per recipient. */
const CAPS = {
  maxBatchQuanta: 2_000n * GWEI_PER_COIN,
  maxDayQuanta: 50_000n * GWEI_PER_COIN,
  maxRecipientBatchQuanta: 1_000n * GWEI_PER_COIN,
  maxRecipientDayQuanta: 10_000n * GWEI_PER_COIN,
} as const;

/** What entries into the plan cost on the local chain. */
const ENTRIES = {
  registrationQuanta: 20n * GWEI_PER_COIN,
  retopupQuanta: 40n * GWEI_PER_COIN,
  maxPerDay: 10_000,
} as const;

/** Text for every setting that some process of the house reads, by key of `backend/config.ts`. */
export type HouseSettings = Record<string, string>;

/** The settings of a house: chosen here, unless the user gave them. Each process is handed only its own. */
export function houseSettings(input: {
  plan: StartPlan;
  endpoints: Endpoints;
  folders: HouseFolders;
  secrets: Secrets;
  wallets: DemoWallets;
}): HouseSettings {
  const { plan, endpoints, folders, secrets, wallets } = input;
  const { ports, chainId, given } = plan;
  const isLocal = chainId === LOCAL_CHAIN_ID;
  return {
    DATABASE_URL: endpoints.databaseUrl,
    REDIS_URL: endpoints.redisUrl,
    RPC_URLS: endpoints.rpcUrls,
    CHAIN_ID: `${chainId}`,
    API_PORT: `${ports.api}`,
    WORKER_PORT: `${ports.worker}`,
    INDEXER_PORT: `${ports.indexer}`,
    PUBLIC_API_URL: `http://localhost:${ports.api}`,
    PUBLIC_RPC_URL: given.RPC_URLS?.split(",")[0] ?? `http://localhost:${ports.chain}`,
    WEB_ORIGIN: `http://localhost:${ports.web}`,
    JWT_PRIVATE_KEY: secrets.jwtPrivateKey,
    SEED_ENCRYPTION_KEY: secrets.seedEncryptionKey,
    SIGNER_SOCKET: folders.signerSocket,
    ...(given.SIGNER_PKCS11_MODULE === undefined && {
      SIGNER_KEYSTORE: join(folders.signer, "keystore.json"),
      SIGNER_KEYSTORE_PASSWORD: secrets.keystorePassword,
    }),
    SIGNER_POLICY: join(folders.signer, "policy.json"),
    SIGNER_STORE: join(folders.signer, "signed.sqlite"),
    // Keys that everyone knows may pay on the local chain only; elsewhere the user names one.
    ...(isLocal && {
      SENDER_PRIVATE_KEY: wallets.sender.privateKey,
      OPERATOR_PRIVATE_KEY: wallets.operator.privateKey,
      FAUCET_PRIVATE_KEY: wallets.faucet.privateKey,
    }),
    ...given,
  };
}

/** Makes the local signer's key on first use. @returns its address, which the vault must know. */
export async function ensureSignerKey(settings: HouseSettings): Promise<`0x${string}`> {
  const { address } = await initKey(readConfig(signerCommandSettings, settings));
  return address;
}

/** Lets the local signer pay from the local vault, within caps. A policy that the user named is the user's. */
export async function ensureSignerPolicy(input: {
  plan: StartPlan;
  settings: HouseSettings;
  vault: `0x${string}`;
}): Promise<void> {
  const { plan, settings, vault } = input;
  if (plan.given.SIGNER_POLICY !== undefined) return;
  const rpcUrls = (settings.RPC_URLS ?? "").split(",").map((url) => url.trim());
  await writePolicy({
    path: settings.SIGNER_POLICY ?? "",
    chainId: plan.chainId,
    rpcUrls,
    vault,
    ...CAPS,
    entries: ENTRIES,
  });
}
