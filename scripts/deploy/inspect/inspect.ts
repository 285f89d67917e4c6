import { type Address, isAddressEqual, type PublicClient } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { type Artifact, type ContractName, readArtifacts } from "#scripts/deploy/artifacts.ts";
import { matchCode } from "#scripts/deploy/bytecode.ts";
import { birthBlock, matchCreation } from "#scripts/deploy/inspect/birth.ts";
import { NoVault } from "#scripts/deploy/inspect/errors.ts";
import type { ContractCode, Inspection } from "#scripts/deploy/inspect/inspection.ts";
import { readFunctions, readOperations } from "#scripts/deploy/inspect/readFunctions.ts";
import { type ManagerEvents, readManagerEvents } from "#scripts/deploy/inspect/readLogs.ts";
import { type At, readRoles } from "#scripts/deploy/inspect/readRoles.ts";
import { readState, readTokens } from "#scripts/deploy/inspect/readVault.ts";
import { ADMIN_ROLE } from "#scripts/deploy/roles.ts";

type Artifacts = Readonly<Record<ContractName, Artifact>>;

/** Reads all about a deployed vault, at one block. @throws NoVault @throws DeploymentUnreadable */
export async function inspect(input: {
  client: PublicClient;
  vault: Address;
  /** Where to start looking for the AccessManager's events; found by itself on a node that keeps old state. */
  fromBlock?: bigint | undefined;
}): Promise<Inspection> {
  const { client, vault } = input;
  const newest = await client.getBlock({ blockTag: "latest" });
  const at: At = { client, blockNumber: newest.number };
  const accessManager = await authorityOf(at, vault);
  const artifacts = await readArtifacts();
  const fromBlock = input.fromBlock ?? (await birthBlock(client, accessManager, newest.number));
  const events = await readManagerEvents({ client, accessManager, fromBlock, toBlock: newest.number });
  const registries = await registriesOf({ at, vault, events, artifacts });
  const closed = { address: accessManager, abi: accessManagerAbi, functionName: "isTargetClosed" } as const;
  return {
    chainId: await client.getChainId(),
    block: newest.number,
    timestamp: newest.timestamp,
    vault,
    accessManager,
    deployer: firstAdmin(events),
    code: await readCode({ at, artifacts, fromBlock: input.fromBlock, vault, accessManager, registries }),
    roles: await readRoles(at, accessManager, events),
    functions: await readFunctions(at, accessManager, [
      { contract: "Vault", target: vault },
      ...registries.map((target) => ({ contract: "FairnessRegistry", target }) as const),
    ]),
    isVaultClosed: await client.readContract({ ...closed, args: [vault], blockNumber: at.blockNumber }),
    operations: await readOperations(at, accessManager, events),
    state: await readState(at, vault),
    tokens: await readTokens(at, vault, newest.timestamp),
  };
}

async function authorityOf({ client, blockNumber }: At, vault: Address): Promise<Address> {
  if ((await client.getCode({ address: vault, blockNumber })) === undefined) {
    throw new NoVault(`There is no contract at ${vault} on this chain: check the address and the RPC URL.`);
  }
  try {
    const call = { address: vault, abi: vaultAbi, functionName: "authority", blockNumber } as const;
    return await client.readContract(call);
  } catch (cause) {
    throw new NoVault(`The contract at ${vault} is no vault: it names no authority.`, { cause });
  }
}

/** OpenZeppelin's constructor grants the administrator's role, and that is the first event of all. */
function firstAdmin(events: ManagerEvents): Address | undefined {
  const first = events.find(({ eventName }) => eventName === "RoleGranted");
  return first?.eventName === "RoleGranted" && first.args.roleId === ADMIN_ROLE
    ? first.args.account
    : undefined;
}

/** The registries that this AccessManager guards. */
async function registriesOf(input: {
  at: At;
  vault: Address;
  events: ManagerEvents;
  artifacts: Artifacts;
}): Promise<Address[]> {
  const { at, vault, events, artifacts } = input;
  const targets = new Set<Address>();
  for (const event of events) {
    if (event.eventName === "TargetFunctionRoleUpdated") targets.add(event.args.target);
  }
  const registries: Address[] = [];
  for (const target of targets) {
    if (isAddressEqual(target, vault)) continue;
    const code = await at.client.getCode({ address: target, blockNumber: at.blockNumber });
    if (matchCode(code, artifacts.FairnessRegistry) !== "different") registries.push(target);
  }
  return registries;
}

async function readCode(input: {
  at: At;
  artifacts: Artifacts;
  fromBlock: bigint | undefined;
  vault: Address;
  accessManager: Address;
  registries: readonly Address[];
}): Promise<ContractCode[]> {
  const { at, artifacts, fromBlock, vault, accessManager, registries } = input;
  const contracts = [
    { contract: "Vault", address: vault },
    { contract: "AccessManager", address: accessManager },
    ...registries.map((address) => ({ contract: "FairnessRegistry", address }) as const),
  ] as const;
  const read: ContractCode[] = [];
  for (const { contract, address } of contracts) {
    const built = artifacts[contract];
    const { client, blockNumber } = at;
    const runtime = matchCode(await client.getCode({ address, blockNumber }), built);
    // A node that needs to be told where to start has forgotten the state by which the block is found.
    const isFindable = fromBlock === undefined;
    const creation = isFindable
      ? await matchCreation({ client, address, block: await birthBlock(client, address, blockNumber), built })
      : "unknown";
    read.push({ contract, address, runtime, creation });
  }
  return read;
}
