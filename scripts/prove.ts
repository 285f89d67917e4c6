import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askChecker, type Engine } from "#scripts/prove/askChecker.ts";
import { assertionsOf } from "#scripts/prove/assertions.ts";
import { proofPage, type Verdict } from "#scripts/prove/proofPage.ts";
import { ROOT } from "#scripts/start/folders.ts";

/**
 * Proves the assertions of `test/contracts/proofs` about the contracts' pure libraries, for every input, with the
 * compiler's own checker, and writes what was proven to `docs/proofs/smtchecker.md`: `node scripts/prove.ts`.
 * Closes with one line of counts.
 */

/** CHC follows loops and any number of calls. It gives up on divisions by a variable, which BMC does not. */
const PROOFS: readonly { file: string; engine: Engine }[] = [
  { file: "LeakyBucketProof.sol", engine: "chc" },
  { file: "SumTreeProof.sol", engine: "chc" },
  { file: "QuantaProof.sol", engine: "bmc" },
];
const FOLDER = "test/contracts/proofs";
const PAGE = "docs/proofs/smtchecker.md";

const verdicts = PROOFS.flatMap(({ file, engine }): Verdict[] => {
  const path = join(FOLDER, file);
  const proven = askChecker(path, engine);
  return assertionsOf(readFileSync(join(ROOT, path), "utf8")).map((assertion) => {
    const isProven = proven.has(assertion.start);
    console.log(`${isProven ? "✔ proven" : "✘ not proven"}: ${assertion.where}: ${assertion.text}`);
    return { ...assertion, engine, isProven };
  });
});
writeFileSync(join(ROOT, PAGE), proofPage(verdicts));

const failed = verdicts.filter(({ isProven }) => !isProven).length;
console.log(`\n${verdicts.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && verdicts.length > 0 ? 0 : 1;
