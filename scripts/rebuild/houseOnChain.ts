import type pg from "pg";
import { createPublicClient, erc20Abi, http } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import { findVaults, type HouseVault } from "#indexer/store/vault.store.ts";
import { RebuildRefused } from "#scripts/rebuild/errors.ts";

/** Nobody's: where no bankroll is named, all deposits are players'. */
const NO_BANKROLL = `0x${"0".repeat(40)}`;
const NATIVE_CODE = "BNB";
/** Digits after the point that one minor unit of the native coin, a gwei, stands for. */
const NATIVE_DECIMALS = 9;
const CODE_TEXT = /^[A-Z][A-Z0-9]{1,9}$/;
const MAX_QUANTUM_DIGITS = 18;

export interface VaultOnChain {
  readonly chainId: number;
  readonly address: Hex;
  readonly deployBlock: bigint;
  readonly bankroll: Hex | undefined;
  readonly registry: Hex | undefined;
  readonly rpcUrl: string;
}

/** Enters a vault into an empty database by what the chain says of it: its tokens, and whom it obeys. */
export async function enterVault(owner: pg.Pool, wanted: VaultOnChain): Promise<HouseVault> {
  const { chainId, address, deployBlock, bankroll, registry } = wanted;
  const found = await inspect(wanted);
  const { rows } = await owner.query<{ id: number }>(
    "INSERT INTO tenants (slug, name) VALUES ('rebuilt', 'Rebuilt from the chain') RETURNING id",
  );
  const tenantId = rows[0]?.id;
  for (const { code, token, decimals, quantum } of found.currencies) {
    await owner.query(
      "INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei) VALUES ($1, $2, $3, $4, $5)",
      [tenantId, code, decimals, token, quantum],
    );
  }
  await owner.query(
    `INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address, authority_address,
       fairness_registry_address)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      ...[tenantId, chainId, address, deployBlock],
      ...[bankroll ?? NO_BANKROLL, found.authority, registry ?? null],
    ],
  );
  const [vault] = await findVaults(owner, { chainId, address });
  if (vault === undefined) throw new TypeError("a vault that was entered a moment ago is found");
  return vault;
}

interface FoundCurrency {
  readonly code: string;
  readonly token: Hex;
  readonly decimals: number;
  readonly quantum: bigint;
}

async function inspect({ address, rpcUrl }: VaultOnChain) {
  const client = createPublicClient({ transport: http(rpcUrl) });
  const contract = { address, abi: vaultAbi } as const;
  try {
    const authority = await client.readContract({ ...contract, functionName: "authority" });
    const listed = await client.readContract({ ...contract, functionName: "listedTokens" });
    const currencies: FoundCurrency[] = [];
    for (const one of listed) {
      const token = lower(one);
      const quantum = await client.readContract({ ...contract, functionName: "quantumOf", args: [token] });
      if (token === NATIVE_TOKEN) {
        currencies.push({ code: NATIVE_CODE, token, decimals: NATIVE_DECIMALS, quantum });
        continue;
      }
      const erc20 = { address: token, abi: erc20Abi } as const;
      const symbol = await client.readContract({ ...erc20, functionName: "symbol" }).catch(() => "");
      const decimals = await client.readContract({ ...erc20, functionName: "decimals" });
      currencies.push({
        code: codeOf(symbol, currencies),
        token,
        decimals: decimals - digitsOf(quantum),
        quantum,
      });
    }
    return { authority: lower(authority), currencies };
  } catch (error) {
    throw new RebuildRefused(`There is no vault of this house at ${address}: check --vault and --rpc-url.`, {
      cause: error,
    });
  }
}

/** A name that anybody may give a token is taken only where it can be one and is not taken. */
function codeOf(symbol: string, taken: readonly FoundCurrency[]): string {
  const isFree = CODE_TEXT.test(symbol) && !taken.some(({ code }) => code === symbol);
  return isFree ? symbol : `TOKEN${taken.length}`;
}

function digitsOf(quantum: bigint): number {
  return Math.min(MAX_QUANTUM_DIGITS, String(quantum).length - 1);
}

function lower(text: Hex): Hex {
  return `0x${text.slice("0x".length).toLowerCase()}`;
}
