import type { TreePlace } from "#domain/api/checkpoints.ts";

/** Where a tree of liabilities lies, as `checkpoints`, `vaults` and `currencies` tell it together. */
export interface TreePlaceRow {
  readonly chain_id: bigint;
  readonly vault: string;
  readonly currency: string;
  readonly token: string;
  readonly epoch: bigint;
  readonly root: string;
  readonly total: bigint;
}

export function treePlaceOf(row: TreePlaceRow): TreePlace {
  return {
    chainId: Number(row.chain_id),
    vault: row.vault,
    currency: row.currency,
    token: row.token,
    epoch: String(row.epoch),
    root: row.root,
    total: String(row.total),
  };
}
