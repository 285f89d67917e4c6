import { readFile } from "node:fs/promises";
import { type Abi, erc20Abi, type Hex, parseAbi } from "viem";
import { createPool } from "#backend/db/pool.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import type { TokenListing } from "#scripts/deploy/settings.ts";
import { startTestChain } from "#test/support/services.ts";
import { BNB_QUANTA, chainTools, deployer, player } from "./deployedHouse.ts";

const ARTIFACT = new URL(
  "../../../../artifacts/contracts/mocks/BlacklistingToken.sol/BlacklistingToken.json",
  import.meta.url,
);
const MOCK = parseAbi(["function mint(address, uint256)", "function setBlacklisted(address, bool)"]);
const DECIMALS = 18;
const QUANTUM = 10n ** BigInt(DECIMALS - 6);
export const TOKEN_QUANTA = 1_000_000_000n;

export type TestToken = Awaited<ReturnType<typeof deployToken>>;

/** A token with 18 decimals on a chain of its own, which can refuse to be moved to an account. */
export async function deployToken() {
  await ensureCompiled();
  const { url } = await startTestChain();
  const { client, wallet } = chainTools(url);
  const { abi, bytecode } = JSON.parse(await readFile(ARTIFACT, "utf8")) as { abi: Abi; bytecode: Hex };
  const mined = async (sending: Promise<Hex>) =>
    client.waitForTransactionReceipt({ hash: await sending }).then((receipt) => receipt.contractAddress);
  const created = await mined(wallet.deployContract({ abi, bytecode, account: deployer }));
  const address = created!.toLowerCase() as Hex;
  const limits = {
    batchCap: TOKEN_QUANTA,
    outflowCapacity: TOKEN_QUANTA,
    outflowRefillPerSecond: BNB_QUANTA,
  };
  const listing: TokenListing = { token: address, quantum: QUANTUM, limits };
  return {
    url,
    address,
    listing,
    mined,
    mint: (to: Hex, units: bigint) =>
      mined(
        wallet.writeContract({
          address,
          abi: MOCK,
          functionName: "mint",
          args: [to, units],
          account: deployer,
        }),
      ),
    blacklist: (account: Hex) =>
      mined(
        wallet.writeContract({
          address,
          abi: MOCK,
          functionName: "setBlacklisted",
          args: [account, true],
          account: deployer,
        }),
      ),
    quantaOf: async (account: Hex) =>
      (await client.readContract({ address, abi: erc20Abi, functionName: "balanceOf", args: [account] })) /
      QUANTUM,
  };
}

/** The books know the token as USDT, and the player has some of it in the vault. */
export async function payIn(token: TestToken, vault: Hex, databaseUrl: string): Promise<void> {
  const { address, mined } = token;
  const owner = createPool({ url: databaseUrl, role: "owner", maxConnections: 1 });
  await owner.query(
    "INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei) VALUES (1, 'USDT', 6, $1, $2)",
    [address, QUANTUM],
  );
  await owner.end();
  const { wallet } = chainTools(token.url);
  const units = TOKEN_QUANTA * QUANTUM;
  await token.mint(player.address, units);
  const approval = { address, abi: erc20Abi, functionName: "approve", args: [vault, units] } as const;
  await mined(wallet.writeContract({ ...approval, account: player }));
  const deposit = {
    address: vault,
    abi: vaultAbi,
    functionName: "depositToken",
    args: [address, units],
  } as const;
  await mined(wallet.writeContract({ ...deposit, account: player }));
}
