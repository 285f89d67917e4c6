import type { Bytes32Hex, EvmAddress } from "#domain/chain/hex.ts";

/** What every Fairhouse signature is bound to: this name and version, one chain and one vault. */
export type TypedDataDomain = {
  readonly name: "Fairhouse";
  readonly version: "1";
  readonly chainId: number;
  readonly verifyingContract: EvmAddress;
};

/** The EIP-712 domain of one vault on one chain. */
export function vaultDomain(chainId: number, vault: EvmAddress): TypedDataDomain {
  return { name: "Fairhouse", version: "1", chainId, verifyingContract: vault };
}

/** The EIP-712 types of a payout batch, in the order in which the vault hashes them. */
export const payoutBatchTypes = {
  PayoutBatch: [
    { name: "batchId", type: "bytes32" },
    { name: "token", type: "address" },
    { name: "entriesHash", type: "bytes32" },
    { name: "total", type: "uint256" },
    { name: "count", type: "uint32" },
    { name: "checkpointEpoch", type: "uint64" },
    { name: "signerEpoch", type: "uint256" },
    { name: "deadline", type: "uint64" },
  ],
} as const;

/** One on-chain settlement of many amounts, as the signer signs it and the vault executes it. */
export type PayoutBatch = {
  /** Executed at most once. Ids that share their first 31 bytes share a storage word, which costs less gas. */
  readonly batchId: Bytes32Hex;
  /** The token of all entries; `NATIVE_TOKEN` for the native coin. */
  readonly token: EvmAddress;
  /** keccak256 of the packed entries. */
  readonly entriesHash: Bytes32Hex;
  /** The sum of all entries, in quanta (for the native coin: minor units, gwei). */
  readonly total: bigint;
  /** The number of entries, 1 … `MAX_BATCH_ENTRIES`. */
  readonly count: number;
  /** The checkpoint of its token, from 1, that must be published before the batch runs. */
  readonly checkpointEpoch: bigint;
  /** The vault's signer epoch when the batch was signed. */
  readonly signerEpoch: bigint;
  /** The last second, in Unix time, at which the batch may be executed. */
  readonly deadline: bigint;
};

/** The EIP-712 types of an entry, in the order in which the vault hashes them. */
export const entryIntentTypes = {
  EntryIntent: [
    { name: "kind", type: "uint8" },
    { name: "account", type: "address" },
    { name: "sponsor", type: "address" },
    { name: "amount", type: "uint256" },
    { name: "placementHint", type: "bytes32" },
    { name: "nonce", type: "uint256" },
    { name: "signerEpoch", type: "uint256" },
    { name: "deadline", type: "uint64" },
  ],
} as const;

/** What an entry is for: a member's registration, once per account, or a later top-up. */
export const ENTRY_KINDS = { registration: 1, retopup: 2 } as const;
export type EntryKind = keyof typeof ENTRY_KINDS;

/** Leave to buy into the entry plan once, as the signer signs it and the member's own wallet hands it in. */
export type EntryIntent = {
  /** One of `ENTRY_KINDS`. */
  readonly kind: number;
  /** The member; nobody else can use the intent. */
  readonly account: EvmAddress;
  /** Who referred the member; zero for nobody. */
  readonly sponsor: EvmAddress;
  /** What the member pays, exactly, in quanta (minor units, gwei). */
  readonly amount: bigint;
  /** Where the plan will place the member; the vault only repeats it in its event. */
  readonly placementHint: Bytes32Hex;
  /** The number of entries that the account made before; one sequence for both kinds. */
  readonly nonce: bigint;
  /** The vault's signer epoch when the intent was signed. */
  readonly signerEpoch: bigint;
  /** The last second, in Unix time, at which the intent may be used. */
  readonly deadline: bigint;
};

/** Stands for the native coin wherever a token is named. */
export const NATIVE_TOKEN: EvmAddress = "0x0000000000000000000000000000000000000000";
