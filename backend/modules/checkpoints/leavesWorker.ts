import { parentPort } from "node:worker_threads";
import { balanceProofOf, writeLeavesFile } from "#domain/api/leavesFile.ts";
import { invariant } from "#domain/errors.ts";
import { buildLiabilitiesTree, type LiabilitiesTree } from "#domain/ledger/liabilitiesTree.ts";
import type { LeavesQuestion, ThreadAnswer, ThreadRequest } from "./leavesThread.ts";
import { expandLeaves } from "./packedLeaves.ts";

/**
 * The thread behind `leavesThread.ts`: building a tree of a hundred thousand leaves takes about two seconds, in which
 * the API's own thread would take no bets.
 */

/** Trees that are kept; a hundred thousand leaves take about 40 MB. */
const MAX_TREES = 4;

const port = parentPort;
invariant(port !== null, "this file runs as a thread");
const trees = new Map<string, Promise<LiabilitiesTree>>();

port.on("message", (request: ThreadRequest) => {
  answer(request).then(
    (reply) => port.postMessage(reply),
    (error: unknown) => port.postMessage({ id: request.id, kind: "failed", message: String(error) }),
  );
});

async function answer({ id, question, compressed }: ThreadRequest): Promise<ThreadAnswer> {
  const tree = await treeOf(question, compressed);
  if (tree === undefined) return { id, kind: "unknown" };
  if (question.kind === "file") {
    return { id, kind: "file", text: writeLeavesFile({ place: question.place, leaves: tree.leaves }) };
  }
  return { id, kind: "proof", proof: balanceProofOf(question.place, tree, question.account) };
}

function treeOf(
  { place }: LeavesQuestion,
  compressed: Uint8Array | undefined,
): Promise<LiabilitiesTree> | undefined {
  const known = trees.get(place.root);
  if (known !== undefined || compressed === undefined) return known;
  const token = `0x${place.token.slice("0x".length)}` as const;
  const built = expandLeaves(compressed).then((leaves) => buildLiabilitiesTree(token, leaves));
  trees.set(place.root, built);
  for (const oldest of trees.keys()) {
    if (trees.size <= MAX_TREES) break;
    trees.delete(oldest);
  }
  return built;
}
