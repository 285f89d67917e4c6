import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { encodeAbiParameters, type Hex, keccak256, parseAbiParameters, toHex } from "viem";

/**
 * Writes `liabilitiesTree.json`, which the tree in the domain and the one in the contracts are both held to.
 * It shares no code with either: plain recursion over viem's encoder.
 *
 * Run: node test/vectors/generateLiabilitiesTree.ts
 */

type Leaf = { account: Hex; quanta: bigint; batchId: Hex };
type Node = { hash: Hex; sum: bigint };
type Step = Node & { isLeft: boolean };

const NATIVE: Hex = `0x${"0".repeat(40)}`;
const TOKEN: Hex = "0x55d398326f99059ff775485246999027b3197955";
const FREE: Hex = `0x${"0".repeat(64)}`;
const MAX_QUANTA = 2n ** 96n - 1n;

const vectors = [
  ...[0, 1, 2, 3, 5, 8, 33].map((size) => vectorOf(NATIVE, manyLeaves(size))),
  vectorOf(TOKEN, manyLeaves(5)),
  vectorOf(TOKEN, extremeLeaves()),
];
const path = fileURLToPath(new URL("liabilitiesTree.json", import.meta.url));
writeFileSync(
  path,
  `${JSON.stringify(vectors, (_, value) => (typeof value === "bigint" ? `${value}` : value), 2)}\n`,
);

function vectorOf(token: Hex, leaves: Leaf[]) {
  const nodes = leaves.map((leaf) => leafNode(token, leaf));
  const root = nodes.length === 0 ? { hash: FREE, sum: 0n } : rootOf(nodes);
  return {
    token,
    leaves,
    root: root.hash,
    total: root.sum,
    proofs: nodes.map((_, index) => proofOf(nodes, index)),
  };
}

/** Every third leaf waits in a batch; every fourth account has one of each. */
function manyLeaves(size: number): Leaf[] {
  const leaves = Array.from({ length: size }, (_, index) => {
    const account: Hex = `0x${keccak256(toHex(`account ${index % 4 === 3 ? index - 1 : index}`)).slice(-40)}`;
    const batchId = index % 4 === 3 || index % 3 === 2 ? keccak256(toHex(`batch ${index}`)) : FREE;
    return { account, quanta: BigInt(keccak256(toHex(`amount ${index}`)).slice(0, 14)) + 1n, batchId };
  });
  return sorted(leaves);
}

function extremeLeaves(): Leaf[] {
  const highest: Hex = `0x${"f".repeat(40)}`;
  const lowest: Hex = `0x${"0".repeat(39)}1`;
  const lastBatch: Hex = `0x${"f".repeat(64)}`;
  return sorted([
    { account: highest, quanta: MAX_QUANTA, batchId: lastBatch },
    { account: highest, quanta: MAX_QUANTA, batchId: FREE },
    { account: lowest, quanta: 1n, batchId: FREE },
    { account: lowest, quanta: MAX_QUANTA, batchId: `0x${"0".repeat(63)}1` },
    { account: "0x00000000000000000000000000000000000000ff", quanta: 2n ** 64n, batchId: FREE },
  ]);
}

function sorted(leaves: Leaf[]): Leaf[] {
  const key = ({ account, batchId }: Leaf) => account + batchId.slice(2);
  return leaves.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function leafNode(token: Hex, { account, quanta, batchId }: Leaf): Node {
  const parameters = parseAbiParameters("address account, address token, uint256 quanta, bytes32 batchId");
  const inner = keccak256(encodeAbiParameters(parameters, [account, token, quanta, batchId]));
  return { hash: keccak256(inner), sum: quanta };
}

function parentOf(left: Node, right: Node): Node {
  const parameters = parseAbiParameters(
    "bytes32 leftHash, uint256 leftSum, bytes32 rightHash, uint256 rightSum",
  );
  const encoded = encodeAbiParameters(parameters, [left.hash, left.sum, right.hash, right.sum]);
  return { hash: keccak256(encoded), sum: left.sum + right.sum };
}

function levelAbove(nodes: Node[]): Node[] {
  const above: Node[] = [];
  for (let index = 0; index < nodes.length; index += 2) {
    const [left, right] = nodes.slice(index, index + 2) as [Node, Node | undefined];
    above.push(right === undefined ? left : parentOf(left, right));
  }
  return above;
}

function rootOf(nodes: Node[]): Node {
  return nodes.length === 1 ? (nodes[0] as Node) : rootOf(levelAbove(nodes));
}

function proofOf(nodes: Node[], index: number): Step[] {
  if (nodes.length === 1) return [];
  const isLeft = index % 2 === 1;
  const sibling = nodes[isLeft ? index - 1 : index + 1];
  const rest = proofOf(levelAbove(nodes), Math.floor(index / 2));
  return sibling === undefined ? rest : [{ ...sibling, isLeft }, ...rest];
}
