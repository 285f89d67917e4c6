import type { Address, Hex } from "viem";
import { z } from "zod";
import type { DeployOptions } from "#scripts/deploy/deployVault.ts";

/** The chains that the house is deployed to: BSC and its test network. */
const BSC = 56;
const BSC_TESTNET = 97;

/** On the production chain the admin must leave players at least two days to see a change coming. */
const MIN_PRODUCTION_DELAY_SECONDS = 172_800;

const LARGEST_UINT64 = 2n ** 64n - 1n;

const address = z.custom<Address>(
  (value) => typeof value === "string" && /^0x[0-9a-fA-F]{40}$/.test(value) && !/^0x0{40}$/.test(value),
  "must be an address other than zero",
);
const privateKey = z.custom<Hex>(
  (value) => typeof value === "string" && /^0x[0-9a-fA-F]{64}$/.test(value),
  "must be 0x and 64 hex digits",
);
const quanta = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,19})$/, "must be a whole number of gwei")
  .transform(BigInt)
  .refine((value) => value <= LARGEST_UINT64, "must fit 64 bits");

const settings = z.object({
  /** One or more URLs, separated by commas; the deployment uses the first. */
  RPC_URLS: z
    .string()
    .transform((text) => text.split(",")[0]?.trim() ?? "")
    .pipe(z.url({ protocol: /^https?$/ })),
  CHAIN_ID: z.coerce.number().pipe(z.literal([BSC, BSC_TESTNET])),
  DEPLOYER_KEY: privateKey,
  VAULT_ADMIN: address,
  VAULT_GUARDIAN: address,
  VAULT_SIGNER: address,
  VAULT_ADMIN_DELAY_SECONDS: z.coerce.number().int().min(0).max(4_294_967_295),
  VAULT_BATCH_CAP_GWEI: quanta,
  VAULT_OUTFLOW_CAPACITY_GWEI: quanta,
  VAULT_OUTFLOW_REFILL_GWEI_PER_SECOND: quanta,
});

/** Every key that `npm run deploy` reads; `.env.example` explains them. */
export const deployKeys: readonly string[] = Object.keys(settings.shape);

const environment = settings.refine(
  (env) => env.CHAIN_ID !== BSC || env.VAULT_ADMIN_DELAY_SECONDS >= MIN_PRODUCTION_DELAY_SECONDS,
  {
    path: ["VAULT_ADMIN_DELAY_SECONDS"],
    error: `must be at least ${MIN_PRODUCTION_DELAY_SECONDS} on chain ${BSC}`,
  },
);

/** The environment lacks a value, or holds one that cannot be used; the message names each, never its content. */
export class DeployEnvironmentInvalid extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The deployment needs other settings:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.name = "DeployEnvironmentInvalid";
    this.faults = faults;
  }
}

/** Reads what `npm run deploy` needs. @throws DeployEnvironmentInvalid */
export function readDeployEnvironment(env: NodeJS.ProcessEnv): DeployOptions {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new DeployEnvironmentInvalid(parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`));
  }
  const given = parsed.data;
  return {
    rpcUrl: given.RPC_URLS,
    chainId: given.CHAIN_ID,
    deployerKey: given.DEPLOYER_KEY,
    admin: given.VAULT_ADMIN,
    guardian: given.VAULT_GUARDIAN,
    signer: given.VAULT_SIGNER,
    adminDelaySeconds: given.VAULT_ADMIN_DELAY_SECONDS,
    batchCapQuanta: given.VAULT_BATCH_CAP_GWEI,
    outflowCapacityQuanta: given.VAULT_OUTFLOW_CAPACITY_GWEI,
    outflowRefillQuantaPerSecond: given.VAULT_OUTFLOW_REFILL_GWEI_PER_SECOND,
  };
}
