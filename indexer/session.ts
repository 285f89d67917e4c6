import type pg from "pg";
import { FIRST_RANGE_BLOCKS } from "#domain/indexing/blockRange.ts";
import type { DepthRules } from "#indexer/commitPiece.ts";
import { type Rewound, rewindTo } from "#indexer/rewind.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** The two sides of one vault: its books and its chain. */
export interface VaultSides {
  readonly pool: pg.Pool;
  readonly reader: ChainReader;
  readonly vault: HouseVault;
}

/** What indexing one vault takes. */
export interface Session extends VaultSides {
  readonly rules: DepthRules;
  readonly rewind: typeof rewindTo;
  /** How many blocks the next request for events covers; learnt from what the nodes accept. */
  rangeBlocks: number;
}

export function createSession(
  parts: Omit<Session, "rangeBlocks" | "rewind"> & Partial<Pick<Session, "rewind">>,
): Session {
  return { rewind: rewindTo, ...parts, rangeBlocks: FIRST_RANGE_BLOCKS };
}

/** What one step of a session did. */
export type StepResult =
  /** The chain has not reached the vault's first block. */
  | { readonly kind: "waiting"; readonly headNumber: bigint }
  /** There was nothing new. */
  | { readonly kind: "idle"; readonly cursor: Cursor; readonly headNumber: bigint }
  | {
      readonly kind: "recorded";
      readonly cursor: Cursor;
      readonly headNumber: bigint;
      readonly events: number;
    }
  | {
      readonly kind: "rewound";
      readonly cursor: Cursor;
      readonly headNumber: bigint;
      readonly rewound: Rewound;
    };
