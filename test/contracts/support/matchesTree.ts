import { readFileSync } from "node:fs";
import { expect } from "chai";
import { it, type Suite } from "mocha";

const TREE_CHECK = "matches its tree specification";
const INDENT = 4;

/** Registers a test that compares the names of the surrounding suite with a `.tree` file, both ways. */
export function matchesTree(treeFile: URL): void {
  it(TREE_CHECK, function () {
    const specified = parseTree(readFileSync(treeFile, "utf8"));
    expect(pathsOf(this.test.parent).sort()).to.deep.equal(specified.sort());
  });
}

/** The path of every leaf: `├──` and `└──` open a node, four columns are one level. */
function parseTree(text: string): string[] {
  const nodes = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const title = line.replace(/^[│├└─\s]*/, "");
      return { title, depth: (line.length - title.length) / INDENT };
    });
  const path: string[] = [];
  const leaves: string[] = [];
  for (const [index, node] of nodes.entries()) {
    path.splice(node.depth, path.length, node.title);
    if ((nodes[index + 1]?.depth ?? 0) <= node.depth) leaves.push(path.join(" > "));
  }
  return leaves;
}

function pathsOf(suite: Suite): string[] {
  const own = suite.tests.filter((test) => test.title !== TREE_CHECK).map((test) => test.title);
  const nested = suite.suites.flatMap(pathsOf);
  return [...own, ...nested].map((path) => `${suite.title} > ${path}`);
}
