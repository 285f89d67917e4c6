import type pg from "pg";
import type { LocalAccount } from "viem";
import type { ChainClient } from "#backend/adapters/chainClient.ts";
import type { SignerClient } from "#backend/adapters/signerClient.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import type { Alerts } from "./alerts.ts";

/** A vault that this worker settles. Addresses are in lower case. */
export interface SettledVault {
  readonly id: number;
  readonly tenantId: number;
  readonly chainId: number;
  readonly address: EvmAddress;
  /** The tenant's newest vault on the chain: new batches are paid from it, older ones only finish theirs. */
  readonly isCurrent: boolean;
}

/** Every limit of settlement, by name. */
export interface SettlementSettings {
  /** At most 250: the vault takes 500, and the signer is asked about two pages of recipients at once. */
  readonly maxPayoutsPerBatch: number;
  /** Batches of one vault that are built and not executed yet. */
  readonly maxOpenBatches: number;
  /** How long after it was built a batch may be executed. */
  readonly deadlineSeconds: bigint;
  /** How long a refused batch rests before the signer is asked again. */
  readonly refusedRetryMs: number;
  /** How long an attempt may wait to be mined before it is replaced. */
  readonly replaceAfterMs: number;
  readonly maxAttemptsPerNonce: number;
  /** Transactions spent on one batch before a person has to look. */
  readonly maxTransactionsPerBatch: number;
  /** The wait before the second transaction of a batch; doubles with each further one. */
  readonly resubmitBackoffMs: number;
  readonly maxResubmitBackoffMs: number;
  readonly maxFeePerGasWei: bigint;
  readonly maxGasPerTransaction: bigint;
}

export const DEFAULT_SETTLEMENT_SETTINGS: SettlementSettings = {
  // The worst entry (a new account, or a recipient that burns its gas and is credited) costs about 100,000 gas:
  // 200 of them fit into the smallest block gas limit among the chains served, 30 million.
  maxPayoutsPerBatch: 200,
  maxOpenBatches: 8,
  deadlineSeconds: 7n * 86_400n,
  refusedRetryMs: 60_000,
  replaceAfterMs: 60_000,
  maxAttemptsPerNonce: 24,
  maxTransactionsPerBatch: 12,
  resubmitBackoffMs: 15_000,
  maxResubmitBackoffMs: 3_600_000,
  maxFeePerGasWei: 500_000_000_000n,
  maxGasPerTransaction: 28_000_000n,
};

/** What settlement works with; every step takes it whole. */
export interface Settlement {
  readonly pool: pg.Pool;
  readonly chain: ChainClient;
  readonly signer: SignerClient;
  /** Pays gas and nothing else: the vault obeys the signer. */
  readonly sender: LocalAccount;
  readonly alerts: Alerts;
  readonly finalityDepth: number;
  readonly settings: SettlementSettings;
}

/** The sender as it stands in the books. */
export function senderOf({ sender }: Pick<Settlement, "sender">): EvmAddress {
  return `0x${sender.address.slice(2).toLowerCase()}`;
}
