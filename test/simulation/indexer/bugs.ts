/** A mistake that the simulation must notice: places in the source, and what stands there instead. */
export interface Bug {
  readonly name: string;
  readonly edits: readonly Edit[];
}

export interface Edit {
  /** From the repository's root. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
}

export const BUGS: readonly Bug[] = [
  {
    name: "skip-reversal",
    edits: [
      {
        file: "indexer/rewind.ts",
        find: "await postTransfers(client, vault.tenantId, await reversalsOf(client, vault, dropped));",
        replace: "",
      },
    ],
  },
  {
    name: "forget-cursor-check",
    edits: [
      {
        file: "indexer/store/cursor.store.ts",
        find: "if (cursor?.number !== seen.number || cursor.hash !== seen.hash) throw new CursorMoved(vault);",
        replace: "if (cursor === undefined) throw new CursorMoved(vault);",
      },
    ],
  },
  {
    name: "finalise-too-early",
    edits: [
      {
        file: "domain/indexing/finality.ts",
        find: "headNumber - BigInt(depth)",
        replace: "headNumber - BigInt(depth) / 3n",
      },
    ],
  },
  {
    name: "drop-log-dedup",
    edits: [
      {
        file: "indexer/source/expectLogs.ts",
        find: "if (last !== undefined && !isBehind(log, last))",
        replace: "if (false)",
      },
      {
        file: "indexer/source/fetchRange.ts",
        find: "if (place < last.place || (place === last.place && logIndex <= last.logIndex))",
        replace: "if (false)",
      },
    ],
  },
  {
    name: "believe-the-first-answer",
    edits: [
      {
        file: "indexer/confirmFinal.ts",
        find: "if (isSameLogs(first.digest, recorded))",
        replace: "if (recorded)",
      },
    ],
  },
];
