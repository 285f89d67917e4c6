import { createPublicClient, fallback } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import type { Checkpoint } from "#domain/settlement/judgeBatch.ts";
import type { VaultAuthority } from "#domain/settlement/vaultAuthority.ts";
import { chainEndpoint } from "./chainEndpoint.ts";
import { asking, ChainUnavailable } from "./chainFailure.ts";

/** What the signer asks a vault about, with no one between it and the chain. */
export interface VaultReader {
  /** Whose signatures the vault obeys. @throws ChainUnavailable, WrongChain */
  authority(vault: VaultPlace): Promise<VaultAuthority>;
  /** The latest published checkpoint of a token; epoch 0 before the first. @throws ChainUnavailable, WrongChain */
  checkpoint(vault: VaultPlace, token: EvmAddress): Promise<Checkpoint>;
}

export interface VaultPlace {
  readonly chainId: number;
  readonly vault: EvmAddress;
}

/** Reads vaults through the signer's own endpoints: per chain, the first that answers. */
export function createVaultReader(rpcUrls: ReadonlyMap<number, readonly string[]>): VaultReader {
  const clients = new Map(
    [...rpcUrls].map(([chainId, urls]) => {
      const endpoints = urls.map((url) => chainEndpoint(url, chainId));
      const transport = fallback(endpoints, { retryCount: 0 });
      return [chainId, createPublicClient({ transport, cacheTime: 0 })] as const;
    }),
  );

  function clientOf(chainId: number) {
    const client = clients.get(chainId);
    if (client !== undefined) return client;
    throw new ChainUnavailable(`The signer's policy names no RPC for chain ${chainId}.`);
  }

  return {
    async authority({ chainId, vault }) {
      const client = clientOf(chainId);
      const read = async () => {
        // At one block: a rotation in between would join the old signer with the new one's epoch.
        const at = { address: vault, abi: vaultAbi, blockNumber: await client.getBlockNumber() } as const;
        const [signer, signerEpoch] = await Promise.all([
          client.readContract({ ...at, functionName: "signer" }),
          client.readContract({ ...at, functionName: "signerEpoch" }),
        ]);
        const lowerCase: EvmAddress = `0x${signer.slice(2).toLowerCase()}`;
        return { signer: lowerCase, signerEpoch };
      };
      return asking("a vault's signer", read());
    },
    async checkpoint({ chainId, vault }, token) {
      const call = { address: vault, abi: vaultAbi, functionName: "checkpointOf", args: [token] } as const;
      const answer = await asking("a checkpoint", clientOf(chainId).readContract(call));
      const [epoch, , root, total] = answer;
      return { epoch, root, total };
    },
  };
}
