import type { Hex, LocalAccount, PublicClient, Transport } from "viem";
import { createWalletClient } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import { ENTRY_KINDS, entryIntentTypes, NATIVE_TOKEN, vaultDomain } from "#domain/chain/typedData.ts";
import type { LiabilityLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import type { SumProofStep } from "#domain/ledger/liabilitiesTreeProof.ts";

const CHAIN_ID = 31_337;
const WEI_PER_QUANTUM = 1_000_000_000n;
const NOBODY = `0x${"0".repeat(40)}` as const;
const NO_HINT = `0x${"0".repeat(64)}` as const;

export interface VaultActsParts {
  readonly client: PublicClient;
  readonly transport: Transport;
  readonly vault: Hex;
  readonly accounts: readonly LocalAccount[];
  /** Administrator, operator and treasury in one. */
  readonly admin: LocalAccount;
  readonly signer: LocalAccount;
  readonly rpc: (method: string, params?: unknown[]) => Promise<unknown>;
}

/** What people do with a vault besides depositing and being paid; each act waits for its block. */
export function vaultActs({
  client,
  transport,
  vault: address,
  accounts,
  admin,
  signer,
  rpc,
}: VaultActsParts) {
  const contract = { address, abi: vaultAbi, chain: null } as const;
  const walletOf = (from: Hex) => {
    const account = accounts.find((candidate) => candidate.address.toLowerCase() === from);
    if (account === undefined) throw new Error(`${from} is no development account`);
    return createWalletClient({ account, transport });
  };
  const mined = async (hash: Promise<Hex>): Promise<void> => {
    await client.waitForTransactionReceipt({ hash: await hash });
  };

  return {
    /** A registration, which the signer lets pass. */
    async enter(from: Hex, quanta: bigint): Promise<void> {
      const signerEpoch = await client.readContract({ address, abi: vaultAbi, functionName: "signerEpoch" });
      const intent = {
        ...{ kind: ENTRY_KINDS.registration, account: from, sponsor: NOBODY, amount: quanta },
        ...{ placementHint: NO_HINT, nonce: 0n, signerEpoch, deadline: 4_102_444_800n },
      };
      const signature = await signer.signTypedData({
        ...{ domain: vaultDomain(CHAIN_ID, address), types: entryIntentTypes },
        ...{ primaryType: "EntryIntent", message: intent },
      });
      const value = quanta * WEI_PER_QUANTUM;
      const call = { ...contract, functionName: "register", args: [intent, signature], value } as const;
      await mined(walletOf(from).writeContract(call));
    },

    async takeSurplus(quanta: bigint): Promise<void> {
      const args = [NATIVE_TOKEN, `0x${"7e".repeat(20)}`, quanta] as const;
      const wallet = createWalletClient({ account: admin, transport });
      await mined(wallet.writeContract({ ...contract, functionName: "treasuryTransfer", args }));
    },

    async pass(seconds: bigint): Promise<void> {
      await rpc("evm_increaseTime", [Number(seconds)]);
      await rpc("anvil_mine", ["0x1"]);
    },

    async activateExit(): Promise<void> {
      const wallet = createWalletClient({ account: admin, transport });
      await mined(wallet.writeContract({ ...contract, functionName: "activateExit" }));
    },

    async exit(from: Hex, leaf: LiabilityLeaf, proof: readonly SumProofStep[]): Promise<void> {
      const args = [NATIVE_TOKEN, leaf, [...proof], from] as const;
      await mined(walletOf(from).writeContract({ ...contract, functionName: "exit", args }));
    },

    async exitDeposits(from: Hex): Promise<void> {
      const args = [NATIVE_TOKEN, from] as const;
      await mined(walletOf(from).writeContract({ ...contract, functionName: "exitDeposits", args }));
    },
  };
}
