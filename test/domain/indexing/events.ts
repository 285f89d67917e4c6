import type { Hex } from "#domain/chain/hex.ts";
import { packEntries } from "#domain/chain/payoutEntries.ts";
import type {
  CreditClaimed,
  Deposited,
  PayoutCredited,
  PayoutExecuted,
} from "#domain/indexing/vaultEvent.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";

const token: Hex = NATIVE_TOKEN;
export const hash = (digit: number | string): Hex => `0x${String(digit).padStart(64, "0")}`;
export const account = (digit: number | string): Hex => `0x${String(digit).padStart(40, "0")}`;

const place = {
  chainId: 56,
  blockNumber: 100n,
  blockHash: hash(100),
  blockTime: 1_000n,
  txHash: hash(7),
  logIndex: 0,
};

export function deposited(overrides: Partial<Deposited> = {}): Deposited {
  return { ...place, name: "Deposited", args: { account: account(1), token, quanta: 5n }, ...overrides };
}

export function claimed(overrides: Partial<CreditClaimed> = {}): CreditClaimed {
  const args = { account: account(1), token, to: account(2), quanta: 5n };
  return { ...place, name: "CreditClaimed", args, ...overrides };
}

/** A batch with its credits, as one transaction logs them: credits first. */
export function executed(
  payments: readonly (readonly [Hex, bigint])[],
  creditedPositions: readonly number[] = [],
): { batch: PayoutExecuted; credits: PayoutCredited[] } {
  const batchId = hash("b");
  const entries = payments.map(([to, quanta]) => ({ account: to, quanta }));
  const packed = packEntries(entries);
  const refused = creditedPositions.map((position) => entries[position]!);
  const credits = refused.map((entry, logIndex): PayoutCredited => {
    return { ...place, logIndex, name: "PayoutCredited", args: { batchId, token, ...entry } };
  });
  const credited = refused.reduce((sum, { quanta }) => sum + quanta, 0n);
  const args = {
    batchId,
    token,
    total: packed.total,
    count: packed.count,
    credited,
    entries: packed.entries,
  };
  return { batch: { ...place, logIndex: credits.length, name: "PayoutExecuted", args }, credits };
}
