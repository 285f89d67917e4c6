/**
 * Proves what the house owes to an account, from the public leaves alone: builds the whole tree, and compares its root
 * with the chain's.
 *
 *   npm run --silent prove-balance -- --leaves FILE|URL --account 0x… [--rpc URL] [--out proof.json]
 *
 * Exit code 0 when the tree is what it says it is, 1 with one sentence otherwise.
 */
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { balanceProofOf, type LeavesFile, readLeavesFile } from "#domain/api/leavesFile.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { buildLiabilitiesTree, type LiabilitiesTree, placesOf } from "#domain/ledger/liabilitiesTree.ts";
import { FREE_BALANCE } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { checkProof } from "#scripts/exit/proofFile.ts";
import { connectVaultExit } from "#scripts/exit/vaultExit.ts";
import { runCommand } from "#scripts/runtime/runCommand.ts";

const USAGE =
  "Usage: npm run --silent prove-balance -- --leaves FILE|URL --account 0x… [--rpc URL] [--out proof.json]";
const FETCH_TIMEOUT_MS = 60_000;

/** The command cannot do what it was asked for, or the tree is not what it says it is. */
class BalanceNotProven extends FairhouseError {
  readonly code = "BALANCE_NOT_PROVEN";
}

const shape = z.strictObject({
  leaves: z.string().min(1),
  account: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, "must be an address")
    .transform((text): Hex => `0x${text.slice(2).toLowerCase()}`),
  rpc: z.url({ protocol: /^https?$/ }).optional(),
  out: z.string().min(1).optional(),
});
type Options = z.output<typeof shape>;

await runCommand(async (args) => {
  await proveBalance(readOptions(args));
  return 0;
});

async function proveBalance(options: Options): Promise<void> {
  const { place, leaves } = readLeavesFile(await load(options.leaves));
  const tree = treeOf({ place, leaves });
  print(`Epoch ${place.epoch} of ${place.currency}, vault ${place.vault} on chain ${place.chainId}`);
  print(`Root  ${tree.root}`);
  print(`Total ${tree.total} quanta in ${leaves.length} leaves`);
  printLeaves(tree, options.account);
  const proof = balanceProofOf(place, tree, options.account);
  if (options.rpc !== undefined) {
    await connectVaultExit(options.rpc, checkProof(proof)).requireFits();
    print("The chain says the same: this is the vault's last checkpoint.");
  }
  if (options.out === undefined) return;
  await writeFile(options.out, `${JSON.stringify(proof, null, 2)}\n`);
  print(`Wrote ${options.out}.`);
}

/** Builds the tree and holds it against what the file says of it. @throws BalanceNotProven */
function treeOf({ place, leaves }: LeavesFile): LiabilitiesTree {
  const token: Hex = `0x${place.token.slice("0x".length)}`;
  const tree = buildLiabilitiesTree(token, leaves);
  if (tree.root === place.root && tree.total === BigInt(place.total)) return tree;
  throw new BalanceNotProven(
    `The leaves make root ${tree.root} and total ${tree.total}; the file says ${place.root} and ${place.total}: it was changed, or its maker lied.`,
  );
}

function printLeaves(tree: LiabilitiesTree, account: Hex): void {
  const places = placesOf(tree, account);
  if (places.length === 0) print(`Account ${account} has no leaf.`);
  for (const place of places) {
    const leaf = tree.leaves[place];
    if (leaf === undefined) continue;
    const where = leaf.batchId === FREE_BALANCE ? "free" : `in batch ${leaf.batchId}`;
    print(`Leaf ${place}: ${leaf.quanta} quanta, ${where}`);
  }
}

/** @throws BalanceNotProven */
async function load(source: string): Promise<string> {
  if (!/^https?:\/\//.test(source)) {
    return readFile(source, "utf8").catch(() => {
      throw new BalanceNotProven(`The leaves file ${source} cannot be read.`);
    });
  }
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  const response = await fetch(source, { signal }).catch(() => undefined);
  if (response === undefined) throw new BalanceNotProven("Nobody answers at the address of the leaves.");
  if (!response.ok) throw new BalanceNotProven(`The address of the leaves answers ${response.status}.`);
  return response.text();
}

function readOptions(args: string[]): Options {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({ args, options: { leaves: text, account: text, rpc: text, out: text } });
    return shape.parse({ ...values });
  } catch {
    throw new BalanceNotProven(USAGE);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
