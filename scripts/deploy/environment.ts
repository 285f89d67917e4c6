import { type Address, type Hex, isAddress } from "viem";
import { z } from "zod";
import { DeployOptionInvalid } from "#scripts/deploy/errors.ts";
import type { NetworkProfile } from "#scripts/deploy/networks.ts";
import type { DeploymentSettings } from "#scripts/deploy/settings.ts";

const LARGEST_UINT64 = 2n ** 64n - 1n;
const LARGEST_DELAY_SECONDS = 4_294_967_295;
/** The vault's own: so long after the last checkpoint anyone can open the exit. */
const EXIT_DELAY_SECONDS = 7 * 86_400;

const address = z.custom<Address>(
  (value) => typeof value === "string" && isAddress(value) && BigInt(value) !== 0n,
  "must be an address other than zero, all in lower case or with a right checksum",
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
const delay = z
  .string()
  .regex(/^\d{1,10}$/, "must be a whole number of seconds")
  .transform(Number)
  .refine((seconds) => seconds <= LARGEST_DELAY_SECONDS, "must fit 32 bits");

const settings = z.object({
  /** One or more URLs, separated by commas; the deployment uses the first. */
  RPC_URLS: z
    .string()
    .transform((text) => text.split(",")[0]?.trim() ?? "")
    .pipe(z.url({ protocol: /^https?$/ })),
  DEPLOYER_KEY: privateKey,
  VAULT_ADMIN: address,
  VAULT_GUARDIAN: address,
  VAULT_OPERATOR: address,
  VAULT_TREASURY: address,
  VAULT_SIGNER: address,
  VAULT_ADMIN_DELAY_SECONDS: delay,
  VAULT_TREASURY_DELAY_SECONDS: delay,
  VAULT_GRANT_DELAY_SECONDS: delay,
  VAULT_BATCH_CAP_GWEI: quanta,
  VAULT_OUTFLOW_CAPACITY_GWEI: quanta,
  VAULT_OUTFLOW_REFILL_GWEI_PER_SECOND: quanta,
});
type Environment = z.output<typeof settings>;

/** Every key that `npm run deploy` reads; `.env.example` explains them. */
export const deployKeys: readonly string[] = Object.keys(settings.shape);

const POWERS = [
  "VAULT_ADMIN",
  "VAULT_GUARDIAN",
  "VAULT_OPERATOR",
  "VAULT_TREASURY",
  "VAULT_SIGNER",
] as const satisfies readonly (keyof Environment)[];

/** The environment lacks a value, or holds one that cannot be used; the message names each, never its content. */
export class DeployEnvironmentInvalid extends DeployOptionInvalid {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The deployment needs other settings:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

export type DeployEnvironment = {
  readonly rpcUrl: string;
  readonly deployerKey: Hex;
  readonly settings: Omit<DeploymentSettings, "tokens">;
};

/** Reads what a deployment to the network needs. An empty value counts as absent. @throws DeployEnvironmentInvalid */
export function readDeployEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  network: NetworkProfile,
): DeployEnvironment {
  const present = Object.fromEntries(deployKeys.map((key) => [key, env[key] || undefined]));
  const parsed = settings.safeParse(present);
  if (!parsed.success) {
    throw new DeployEnvironmentInvalid(parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`));
  }
  const given = parsed.data;
  const faults = [...shortDelays(given, network), ...sharedPowers(given, network), ...contradictions(given)];
  if (faults.length > 0) throw new DeployEnvironmentInvalid(faults);
  return {
    rpcUrl: given.RPC_URLS,
    deployerKey: given.DEPLOYER_KEY,
    settings: {
      chainId: network.chainId,
      admin: given.VAULT_ADMIN,
      guardian: given.VAULT_GUARDIAN,
      operator: given.VAULT_OPERATOR,
      treasury: given.VAULT_TREASURY,
      signer: given.VAULT_SIGNER,
      adminDelaySeconds: given.VAULT_ADMIN_DELAY_SECONDS,
      treasuryDelaySeconds: given.VAULT_TREASURY_DELAY_SECONDS,
      grantDelaySeconds: given.VAULT_GRANT_DELAY_SECONDS,
      nativeLimits: {
        batchCap: given.VAULT_BATCH_CAP_GWEI,
        outflowCapacity: given.VAULT_OUTFLOW_CAPACITY_GWEI,
        outflowRefillPerSecond: given.VAULT_OUTFLOW_REFILL_GWEI_PER_SECOND,
      },
    },
  };
}

function shortDelays(given: Environment, network: NetworkProfile): string[] {
  const least = [
    ["VAULT_ADMIN_DELAY_SECONDS", network.minAdminDelaySeconds],
    ["VAULT_TREASURY_DELAY_SECONDS", network.minTreasuryDelaySeconds],
  ] as const;
  return least.flatMap(([key, seconds]) =>
    given[key] < seconds ? [`${key}: must be at least ${seconds} on ${network.name}`] : [],
  );
}

/** One key that holds two powers is one theft away from both. */
function sharedPowers(given: Environment, { areRolesApart, name }: NetworkProfile): string[] {
  if (!areRolesApart) return [];
  return POWERS.flatMap((key, index) => {
    const twin = POWERS.slice(0, index).find(
      (other) => given[other].toLowerCase() === given[key].toLowerCase(),
    );
    return twin === undefined ? [] : [`${key}: must be another address than ${twin} on ${name}`];
  });
}

function contradictions(given: Environment): string[] {
  const recoverySeconds = given.VAULT_ADMIN_DELAY_SECONDS + given.VAULT_GRANT_DELAY_SECONDS;
  return [
    ...(given.VAULT_BATCH_CAP_GWEI > given.VAULT_OUTFLOW_CAPACITY_GWEI
      ? ["VAULT_BATCH_CAP_GWEI: must not be above VAULT_OUTFLOW_CAPACITY_GWEI"]
      : []),
    // Another operator must be able to publish before anyone can open the exit.
    ...(recoverySeconds >= EXIT_DELAY_SECONDS
      ? [`VAULT_GRANT_DELAY_SECONDS: with VAULT_ADMIN_DELAY_SECONDS it must be below ${EXIT_DELAY_SECONDS}`]
      : []),
  ];
}
