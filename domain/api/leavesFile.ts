import { z } from "zod";
import { type BalanceProof, type TreePlace, treePlace } from "#domain/api/checkpoints.ts";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { type LiabilitiesTree, placesOf, proofOf } from "#domain/ledger/liabilitiesTree.ts";
import { FREE_BALANCE, type LiabilityLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";

/**
 * A leaves file, version 1: one JSON object per line. The first says which tree it is; each further one is a leaf, in
 * the order of the tree. A leaf without `batchId` is a free balance. Amounts are quanta, as decimal strings.
 */
export type LeavesFile = { readonly place: TreePlace; readonly leaves: readonly LiabilityLeaf[] };

const FORMAT = "fairhouse-leaves";
const VERSION = 1;

const header = treePlace.extend({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  leaves: z.number().int().min(0),
});

const hexOf = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`))
    .transform((text): Hex => `0x${text.slice("0x".length)}`);
const leafLine = z.strictObject({
  account: hexOf(20),
  quanta: z
    .string()
    .regex(/^[1-9][0-9]{0,28}$/)
    .transform(BigInt),
  batchId: hexOf(32).default(FREE_BALANCE),
});

/** Writes a leaves file. */
export function writeLeavesFile({ place, leaves }: LeavesFile): string {
  const first = { format: FORMAT, version: VERSION, ...place, leaves: leaves.length };
  const lines = leaves.map(({ account, quanta, batchId }) =>
    JSON.stringify({
      account,
      quanta: String(quanta),
      ...(batchId !== FREE_BALANCE && { batchId }),
    }),
  );
  return `${[JSON.stringify(first), ...lines].join("\n")}\n`;
}

/**
 * Reads a leaves file. Whether its leaves make its root is for the reader to find out, by building the tree.
 *
 * @throws LeavesFileInvalid naming the first line that is wrong
 */
export function readLeavesFile(text: string): LeavesFile {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const [first = "", ...rest] = lines;
  const { format: _format, version: _version, leaves: count, ...place } = parseLine(header, first, 1);
  if (rest.length !== count)
    throw new LeavesFileInvalid(1, `it promises ${count} leaves, ${rest.length} follow`);
  return { place, leaves: rest.map((line, index) => parseLine(leafLine, line, index + 2)) };
}

function parseLine<Shape extends z.ZodType>(shape: Shape, line: string, number: number): z.output<Shape> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new LeavesFileInvalid(number, "it is not JSON");
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new LeavesFileInvalid(number, `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim());
}

/** The proof file of one account: all its leaves in the tree with the way from each to the root. */
export function balanceProofOf(place: TreePlace, tree: LiabilitiesTree, account: EvmAddress): BalanceProof {
  const leaves = placesOf(tree, account).flatMap((index) => {
    const leaf = tree.leaves[index];
    if (leaf === undefined) return [];
    const proof = proofOf(tree, index).map((step) => ({ ...step, sum: String(step.sum) }));
    return [{ quanta: String(leaf.quanta), batchId: leaf.batchId, proof }];
  });
  return { format: "fairhouse-balance-proof", version: 1, ...place, account, leaves };
}

/** The text is no leaves file, or one that was cut or changed. */
export class LeavesFileInvalid extends FairhouseError {
  readonly code = "LEAVES_FILE_INVALID";
  readonly line: number;

  constructor(line: number, fault: string) {
    super(`Line ${line} of the leaves file is wrong: ${fault}.`);
    this.line = line;
  }
}
