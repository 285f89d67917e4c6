import { readFile } from "node:fs/promises";
import { type Abi, type Address, createWalletClient, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { TestChain } from "#test/scripts/deploy/support/deployChain.ts";

const ARTIFACT = new URL(
  "../../../../artifacts/contracts/mocks/PlainToken.sol/PlainToken.json",
  import.meta.url,
);

/** A token without tricks. */
export async function deployToken(chain: TestChain, key: Hex): Promise<Address> {
  const { abi, bytecode } = JSON.parse(await readFile(ARTIFACT, "utf8")) as { abi: Abi; bytecode: Hex };
  const wallet = createWalletClient({ account: privateKeyToAccount(key), transport: http(chain.rpcUrl) });
  const hash = await wallet.deployContract({ abi, bytecode, args: [], chain: null });
  const { contractAddress } = await chain.client.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error("The token has no address in its receipt.");
  return contractAddress;
}
