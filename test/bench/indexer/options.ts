import { FairhouseError } from "#domain/errors.ts";
import type { ChainShape } from "./chain/shape.ts";

/** As given on the command line. */
export interface IndexerBenchOptions {
  /** Names of benches, with commas between them. */
  readonly only?: string | undefined;
  /** Events of the dense chain; the sparse one has an eighth of it. */
  readonly events?: number | undefined;
  /** Whether the sparse chain has all of its 20,000 blocks. */
  readonly full?: boolean | undefined;
  readonly memory?: boolean | undefined;
  readonly "without-ponder"?: boolean | undefined;
}

type Size = Omit<ChainShape, "seed">;

export interface Selection {
  readonly wants: (bench: BenchName) => boolean;
  readonly sizes: { readonly dense: Size; readonly sparse: Size };
  readonly hasMemory: boolean;
  readonly withPonder: boolean;
}

const BENCH_NAMES = ["I1", "I2", "I3", "I4", "I5"] as const;
type BenchName = (typeof BENCH_NAMES)[number];

const DENSE_EVENTS = 200_000;
const DENSE_PER_BLOCK = 200;
const SPARSE_EVENTS = 25_000;
const FULL_SPARSE_EVENTS = 100_000;
const SPARSE_PER_BLOCK = 5;
/** A dense chain is so many times as long as a sparse one, where only its length was said. */
const DENSE_TO_SPARSE = DENSE_EVENTS / SPARSE_EVENTS;

/** The command line asks for something that there is not. */
export class BenchOptionInvalid extends FairhouseError {
  readonly code = "BENCH_OPTION_INVALID";
}

/** @throws BenchOptionInvalid on a bench that there is not */
export function selectionOf(options: IndexerBenchOptions): Selection {
  const { events = DENSE_EVENTS, full = false, memory = false } = options;
  const names = options.only?.split(",").map(readName);
  // Whoever asks for memory alone means it alone, and the peer's is not measured.
  const isMemoryAlone = memory && names === undefined;
  const scaled = Math.max(SPARSE_PER_BLOCK, Math.floor(events / DENSE_TO_SPARSE));
  return {
    wants: (bench) => names?.includes(bench) ?? !isMemoryAlone,
    sizes: {
      dense: sizeOf(events, DENSE_PER_BLOCK),
      sparse: sizeOf(full ? FULL_SPARSE_EVENTS : scaled, SPARSE_PER_BLOCK),
    },
    hasMemory: memory,
    withPonder: options["without-ponder"] !== true && !isMemoryAlone,
  };
}

function sizeOf(events: number, perBlock: number): Size {
  return { events, eventBlocks: Math.ceil(events / perBlock) };
}

function readName(text: string): BenchName {
  const name = BENCH_NAMES.find((known) => known === text.trim().toUpperCase());
  if (name === undefined) {
    throw new BenchOptionInvalid(`There is no bench ${text}; there are ${BENCH_NAMES.join(", ")}.`);
  }
  return name;
}
