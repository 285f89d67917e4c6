import { DeployOptionInvalid } from "#scripts/deploy/errors.ts";

/** The development chain, whose keys everyone knows. */
export const LOCAL_CHAIN_ID = 31_337;

const DAY_SECONDS = 86_400;

/** A chain that the house is deployed to, and what it must not do without there. */
export type NetworkProfile = {
  readonly name: string;
  readonly chainId: number;
  /** Whether the administrator must be a contract that answers like a Safe. */
  readonly isSafeExpected: boolean;
  /** How long players must be able to see an act of the administrator coming. */
  readonly minAdminDelaySeconds: number;
  /** How long a transfer of the treasury must be visible before it happens. */
  readonly minTreasuryDelaySeconds: number;
  /** Whether one address may hold two of the powers. */
  readonly areRolesApart: boolean;
  /** Blocks on top of the last transaction before the deployment counts as done. */
  readonly confirmations: number;
};

const NETWORKS: readonly NetworkProfile[] = [
  {
    name: "local",
    chainId: LOCAL_CHAIN_ID,
    isSafeExpected: false,
    minAdminDelaySeconds: 0,
    minTreasuryDelaySeconds: 0,
    areRolesApart: false,
    confirmations: 0,
  },
  {
    name: "bsc-testnet",
    chainId: 97,
    isSafeExpected: true,
    minAdminDelaySeconds: 0,
    minTreasuryDelaySeconds: 0,
    areRolesApart: false,
    confirmations: 5,
  },
  {
    name: "bsc",
    chainId: 56,
    isSafeExpected: true,
    minAdminDelaySeconds: 2 * DAY_SECONDS,
    minTreasuryDelaySeconds: DAY_SECONDS,
    areRolesApart: true,
    confirmations: 15,
  },
];

/** The names that `--network` takes. */
export const networkNames: readonly string[] = NETWORKS.map(({ name }) => name);

/** @throws DeployOptionInvalid for a name that is none of them */
export function networkNamed(name: string): NetworkProfile {
  const network = NETWORKS.find((candidate) => candidate.name === name);
  if (network !== undefined) return network;
  throw new DeployOptionInvalid(`There is no network "${name}"; there are: ${networkNames.join(", ")}.`);
}

/** The profile of a chain, or undefined for a chain that the house is not deployed to. */
export function networkOf(chainId: number): NetworkProfile | undefined {
  return NETWORKS.find((candidate) => candidate.chainId === chainId);
}
