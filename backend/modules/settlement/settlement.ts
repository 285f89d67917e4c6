import type pg from "pg";
import type { LocalAccount } from "viem";
import type { ChainClient } from "#backend/adapters/chainClient.ts";
import type { SignerClient } from "#backend/adapters/signerClient.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { MAX_BATCH_ENTRIES } from "#domain/chain/payoutEntries.ts";
import type { Alerts } from "./alerts.ts";
import type { Purpose } from "./purpose.ts";

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
  /** At most what the vault takes; the gas that recipients may use makes batches smaller. */
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
  /** Gas money is called low below the price of so many batches, or checkpoints, of the usual size. */
  readonly reservedBatches: bigint;
  readonly usualBatchGas: bigint;
  readonly reservedCheckpoints: bigint;
  readonly usualCheckpointGas: bigint;
  /** How often the house's commitments are anchored. */
  readonly epochIntervalMs: number;
}

export const DEFAULT_SETTLEMENT_SETTINGS: SettlementSettings = {
  maxPayoutsPerBatch: MAX_BATCH_ENTRIES,
  maxOpenBatches: 8,
  deadlineSeconds: 7n * 86_400n,
  refusedRetryMs: 60_000,
  replaceAfterMs: 60_000,
  maxAttemptsPerNonce: 24,
  maxTransactionsPerBatch: 12,
  resubmitBackoffMs: 15_000,
  maxResubmitBackoffMs: 3_600_000,
  maxFeePerGasWei: 500_000_000_000n,
  // What a transaction may use where EIP-7825 holds; blocks of all chains served are larger.
  maxGasPerTransaction: 16_777_216n,
  reservedBatches: 20n,
  // A full batch of ordinary payments.
  usualBatchGas: 5_500_000n,
  // A week, at one an hour.
  reservedCheckpoints: 168n,
  usualCheckpointGas: 150_000n,
  epochIntervalMs: 3_600_000,
};

/** What settlement works with; every step takes it whole. */
export interface Settlement {
  readonly pool: pg.Pool;
  readonly chain: ChainClient;
  readonly signer: SignerClient;
  /** Pays gas and nothing else: the vault obeys the signer. */
  readonly sender: LocalAccount;
  /** Publishes checkpoints and anchors roots, which the vault lets the holder of its operator role do. */
  readonly operator: LocalAccount;
  readonly alerts: Alerts;
  /** Told what each mined transaction paid for gas. */
  readonly countGas?: (pays: Purpose["kind"], costWei: bigint) => void;
  readonly settings: SettlementSettings;
}

/** The sender as it stands in the books. */
export function senderOf({ sender }: Pick<Settlement, "sender">): EvmAddress {
  return addressOf(sender);
}

/** Whose key sends what. */
export function accountFor(
  { sender, operator }: Pick<Settlement, "sender" | "operator">,
  { kind }: Pick<Purpose, "kind">,
): LocalAccount {
  return kind === "batch" ? sender : operator;
}

/** An account's address as it stands in the books. */
export function addressOf({ address }: LocalAccount): EvmAddress {
  return `0x${address.slice(2).toLowerCase()}`;
}
