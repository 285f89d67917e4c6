import solc from "solc";
import { z } from "zod";

/** One thing that the code asks, and where. */
export type Branch = { readonly file: string; readonly line: number; readonly text: string };

/** The library that counts outcomes: each branch has a function, each outcome a line of its own. */
export const COUNTER = "BranchCounter";
const LINES_BEFORE = 4;
const LINES_PER_BRANCH = 4;

type Range = { readonly start: number; readonly end: number };
type Node = { readonly [key: string]: unknown };

const Node = z.looseObject({ nodeType: z.string(), src: z.string() });
const Ast = z.object({
  sources: z.record(z.string(), z.object({ ast: Node })).optional(),
  errors: z.array(z.object({ formattedMessage: z.string() })).default([]),
});

/** The contract asks nothing where it does not parse. */
export class UnparsableContract extends Error {
  constructor(file: string, reason: string) {
    super(`${file} cannot be parsed: ${reason}`);
    this.name = "UnparsableContract";
  }
}

/**
 * Puts every condition of a source, and every operand of its conjunctions, through a function that counts what came
 * out. `branches` collects them over several sources, and numbers the functions.
 */
export function countBranches(file: string, source: string, branches: Branch[]): string {
  const bytes = Buffer.from(source, "utf8");
  const textOf = (start: number, end: number) => bytes.subarray(start, end).toString("utf8");
  const insertions: { at: number; text: string }[] = [];
  const ranges = conditionsOf(parse(file, source)).sort((a, b) => a.start - b.start || b.end - a.end);
  for (const { start, end } of ranges) {
    insertions.push({ at: start, text: `${COUNTER}.branch${branches.length}(` }, { at: end, text: ")" });
    branches.push({ file, line: textOf(0, start).split("\n").length, text: textOf(start, end) });
  }
  let counted = "";
  let position = 0;
  // A stable sort: where two conditions begin at the same place, the outer one comes first.
  for (const { at, text } of insertions.sort((a, b) => a.at - b.at)) {
    counted += textOf(position, at) + text;
    position = at;
  }
  return withImport(file, counted + textOf(position, bytes.length), ranges.length > 0);
}

/** The library's source; `outcomeAt` reads its lines back. */
export function counterSource(branches: readonly Branch[]): string {
  const functions = branches.map((_, index) =>
    [
      `    function branch${index}(bool outcome) internal pure returns (bool) {`,
      "        if (outcome)",
      "            return true;",
      "        return false; }",
    ].join("\n"),
  );
  return `// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\n\nlibrary ${COUNTER} {\n${functions.join("\n")}\n}\n`;
}

/** Which branch and which of its outcomes a line of the library stands for; undefined for its other lines. */
export function outcomeAt(
  line: number,
  branches: readonly Branch[],
): { branch: Branch; outcome: boolean } | undefined {
  const row = line - LINES_BEFORE - 1;
  const branch = branches[Math.floor(row / LINES_PER_BRANCH)];
  const place = row % LINES_PER_BRANCH;
  if (branch === undefined || place < 2) return undefined;
  return { branch, outcome: place === 2 };
}

function parse(file: string, source: string): Node {
  const input = {
    language: "Solidity",
    sources: { [file]: { content: source } },
    settings: { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } },
  };
  const { sources, errors } = Ast.parse(JSON.parse(solc.compile(JSON.stringify(input))));
  const ast = sources?.[file]?.ast;
  if (ast === undefined) throw new UnparsableContract(file, errors.map(String).join("\n"));
  return ast;
}

/** Where a source asks something; of a conjunction the operands, because each has outcomes of its own. */
function conditionsOf(node: Node): Range[] {
  const own = askedBy(node);
  const below = childrenOf(node).flatMap(conditionsOf);
  const found = [...own.flatMap(operandsOf), ...below];
  const distinct = new Map(found.map((range) => [`${range.start}:${range.end}`, range]));
  return [...distinct.values()];
}

/** The expressions whose outcome decides what a node does. */
function askedBy(node: Node): Node[] {
  switch (node.nodeType) {
    case "IfStatement":
    case "WhileStatement":
    case "ForStatement":
    case "Conditional":
      return [node.condition].filter(isNode);
    case "BinaryOperation":
      return isConjunction(node) ? [node] : [];
    default:
      return [];
  }
}

function operandsOf(node: Node): Range[] {
  if (isConjunction(node))
    return [node.leftExpression, node.rightExpression].filter(isNode).flatMap(operandsOf);
  const [inner] = node.nodeType === "TupleExpression" ? childrenOf(node) : [];
  if (inner !== undefined) return operandsOf(inner);
  if (node.nodeType === "Literal") return [];
  const [start = 0, length = 0] = String(node.src).split(":").map(Number);
  return [{ start, end: start + length }];
}

function isConjunction(node: Node): boolean {
  return node.nodeType === "BinaryOperation" && (node.operator === "&&" || node.operator === "||");
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return Node.safeParse(value).success;
}

function withImport(file: string, source: string, isCounting: boolean): string {
  if (!isCounting) return source;
  const up = "../".repeat(file.split("/").length - 2) || "./";
  const [pragma = ""] = /^pragma .*$/m.exec(source) ?? [];
  return source.replace(pragma, `${pragma} import {${COUNTER}} from "${up}${COUNTER}.sol";`);
}
