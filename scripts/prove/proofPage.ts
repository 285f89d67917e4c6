import type { Engine } from "#scripts/prove/askChecker.ts";
import type { Assertion } from "#scripts/prove/assertions.ts";

/** What became of an assertion. */
export type Verdict = Assertion & { readonly engine: Engine; readonly isProven: boolean };

const OPENING = `# Proven for every input

Written by \`node scripts/prove.ts\`, which proves it anew. Solidity's own checker (SMTChecker, with the solver z3 that npm's
compiler carries) takes the libraries as they are compiled into the vault and shows that no input at all makes an assertion of
\`test/contracts/proofs\` fail: not for the cases that a test tries, but for all of them.

`;

const CLOSING = `
## How far this goes
- CHC proves loops of any length and any number of calls after each other. BMC proves one call without loops; it is used where
  CHC gives up on a division by a variable, and the compiler's authors mean to remove it.
- \`LeakyBucketRunProof\` fixes the capacity and the rate, so that the claim stays linear. The rest is for all values of the
  types that stand in the proof.
- A hash is any function to the checker: it knows neither keccak256 nor that nobody finds collisions. So \`SumTreeProof\` says
  what an accepted proof means for sums; that a proof cannot be forged rests on keccak256, on the double hash of leaves, and on
  the fuzz tests against a second implementation.
- The checker does not know that a custom error of another file ends the call. \`QuantaProof\` therefore assumes whole quanta;
  that fractions are refused is left to \`VaultFuzz.t.sol\`.
- Not proven here: everything with storage, calls or assembly, which is the vault itself. The invariants and the planted bugs
  are for that.
`;

/** What was proven and what was not, as a page of the documentation. */
export function proofPage(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(
    ({ where, says, text, engine, isProven }) =>
      `| ${says} | \`${where}\` | \`${text.replaceAll("|", "\\|")}\` | ${engine.toUpperCase()} | ${isProven ? "proven" : "**not proven**"} |`,
  );
  const head = ["| what holds | proof | assertion | engine | result |", "|---|---|---|---|---|"];
  return `${OPENING}${[...head, ...rows].join("\n")}\n${CLOSING}`;
}
