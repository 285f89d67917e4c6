import type { Hex } from "#domain/chain/hex.ts";

/** What a vault remembers about one token. Amounts in quanta. */
export interface TokenState {
  balance: bigint;
  entered: bigint;
  executed: bigint;
  epoch: bigint;
  credits: Map<Hex, bigint>;
  /** What each account paid in and did not take out through the exit. */
  paidIn: Map<Hex, bigint>;
}

/** What a vault remembers, as far as the simulation needs it to do only what a vault would. */
export interface VaultState {
  tokens: Map<Hex, TokenState>;
  executedBatches: Set<Hex>;
  /** The next nonce of each member. */
  members: Map<Hex, bigint>;
  signer: Hex;
  signerEpoch: bigint;
  isEntryPaused: boolean;
  isPayoutPaused: boolean;
  batchCap: bigint;
  hasExit: boolean;
  exitedLeaves: Set<string>;
  /** Who holds which role, as `role/account`. */
  roles: Set<string>;
  /** Announced operations that were neither executed nor called off. */
  scheduled: Set<Hex>;
  /** The last epoch anchored of each kind. */
  anchored: Map<Hex, bigint>;
}

export function newVaultState(signer: Hex, tokens: readonly Hex[]): VaultState {
  const empty = (): TokenState => ({
    balance: 0n,
    entered: 0n,
    executed: 0n,
    epoch: 0n,
    credits: new Map(),
    paidIn: new Map(),
  });
  return {
    tokens: new Map(tokens.map((token) => [token, empty()])),
    executedBatches: new Set(),
    members: new Map(),
    signer,
    signerEpoch: 1n,
    isEntryPaused: false,
    isPayoutPaused: false,
    batchCap: 1_000_000_000n,
    hasExit: false,
    exitedLeaves: new Set(),
    roles: new Set(),
    scheduled: new Set(),
    anchored: new Map(),
  };
}

/** What the vault holds beyond the credits that wait to be claimed. */
export function freeQuanta({ balance, credits }: TokenState): bigint {
  return [...credits.values()].reduce((left, credit) => left - credit, balance);
}
