import type { WantedAnchor } from "#backend/modules/epochs/wantedAnchor.ts";
import type { Bytes32Hex, Hex } from "#domain/chain/hex.ts";

/** What a transaction is sent for. */
export type Purpose =
  | { readonly kind: "batch"; readonly batchId: Hex }
  /** The root is a part of it: a checkpoint that was built anew is another one. */
  | { readonly kind: "checkpoint"; readonly checkpointId: bigint; readonly root: Bytes32Hex }
  | { readonly kind: "anchor"; readonly anchor: WantedAnchor };

/** What alerts about the transaction name. */
export function subjectOf(purpose: Purpose): string {
  switch (purpose.kind) {
    case "batch":
      return purpose.batchId;
    case "checkpoint":
      return `checkpoint ${purpose.checkpointId}`;
    case "anchor":
      return `anchor ${purpose.anchor.kind} ${purpose.anchor.epoch}`;
  }
}
