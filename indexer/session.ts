import type pg from "pg";
import { type BlockRange, FIRST_RANGE, type RangeSize } from "#domain/indexing/blockRange.ts";
import type { DepthRules } from "#indexer/commitPiece.ts";
import type { Confirming } from "#indexer/confirmFinal.ts";
import { KnownIds } from "#indexer/knownIds.ts";
import type { PreparedPiece } from "#indexer/preparePiece.ts";
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

/** What indexing one vault takes. What changes in it makes things faster, and nothing right or wrong. */
export interface Session extends VaultSides {
  readonly rules: DepthRules;
  readonly rewind: typeof rewindTo;
  /** Who confirms what is about to become final; without it, the word of the node that is read from counts. */
  readonly confirming?: Confirming | undefined;
  /** How much the next request for events covers; learnt from what the nodes accept. */
  rangeSize: RangeSize;
  /** The piece that is fetched while the one before it is committed, and the blocks that it covers. */
  lookAhead: { readonly range: BlockRange; readonly piece: Promise<PreparedPiece> } | undefined;
  /** Users and accounts that were seen in transactions that were committed. */
  readonly ids: KnownIds;
  /** Whether events that were just recorded were new to the books, as they are but for blocks that came back. */
  expectsNew: boolean;
  /** After which final block something was missing, and is looked for at another node. */
  missedAfter: bigint | undefined;
}

type Learnt = "rangeSize" | "lookAhead" | "ids" | "expectsNew" | "missedAfter";

export function createSession(
  parts: Omit<Session, Learnt | "rewind"> & Partial<Pick<Session, "rewind">>,
): Session {
  return {
    rewind: rewindTo,
    ...parts,
    rangeSize: FIRST_RANGE,
    lookAhead: undefined,
    ids: new KnownIds(),
    expectsNew: true,
    missedAfter: undefined,
  };
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
