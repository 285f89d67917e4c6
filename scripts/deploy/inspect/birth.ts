import { type Address, getContractAddress, type Hex, isAddressEqual, type PublicClient } from "viem";
import type { Artifact } from "#scripts/deploy/artifacts.ts";
import { DeploymentUnreadable } from "#scripts/deploy/inspect/errors.ts";
import type { ContractCode } from "#scripts/deploy/inspect/inspection.ts";

/** Enough to halve 64 bits of blocks. */
const MAX_HALVINGS = 64;

/** The block that created a contract, found by halving. @throws DeploymentUnreadable on a node without old state */
export async function birthBlock(client: PublicClient, address: Address, newest: bigint): Promise<bigint> {
  let without = -1n;
  let having = newest;
  for (let halving = 0; halving < MAX_HALVINGS && having - without > 1n; halving += 1) {
    const middle = (without + having) / 2n;
    if (await hasCode(client, address, middle)) having = middle;
    else without = middle;
  }
  return having;
}

async function hasCode(client: PublicClient, address: Address, blockNumber: bigint): Promise<boolean> {
  try {
    return (await client.getCode({ address, blockNumber })) !== undefined;
  } catch (cause) {
    const message =
      "The node has forgotten old blocks, so the vault's first one cannot be found: name it with --from-block N.";
    throw new DeploymentUnreadable(message, { cause });
  }
}

/**
 * Whether a contract was created by a plain transaction that carried our creation code. Its constructor then did what
 * ours does: equal code on chain alone would not say what stood in the storage from the start.
 */
export async function matchCreation(input: {
  client: PublicClient;
  address: Address;
  block: bigint;
  built: Pick<Artifact, "bytecode">;
}): Promise<ContractCode["creation"]> {
  const { client, address, block, built } = input;
  const { transactions } = await client.getBlock({ blockNumber: block, includeTransactions: true });
  const creation = transactions.find(({ to, from, nonce }) => {
    return to === null && isAddressEqual(getContractAddress({ from, nonce: BigInt(nonce) }), address);
  });
  if (creation === undefined) return "unknown";
  return startsWith(creation.input, built.bytecode) ? "identical" : "different";
}

function startsWith(input: Hex, code: Hex): boolean {
  return input.toLowerCase().startsWith(code.toLowerCase());
}
