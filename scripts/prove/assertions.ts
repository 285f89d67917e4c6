/** An assertion of a proof, by where it begins in its file, in bytes, as the compiler counts. */
export type Assertion = {
  readonly start: number;
  readonly text: string;
  /** `Contract.function`. */
  readonly where: string;
  /** What the function's NatSpec says that it proves. */
  readonly says: string;
};

const ASSERTION = /\bassert\(.*\);/g;
const CONTRACT = /^contract (\w+)/gm;
const FUNCTION = /\/\/\/ @notice (.+)\n\s+function (\w+)/g;

/** All assertions of a file of proofs; each stands on one line, in a function whose notice takes one line. */
export function assertionsOf(source: string): Assertion[] {
  return [...source.matchAll(ASSERTION)].map((match) => {
    const before = source.slice(0, match.index);
    const [, says = "", name = ""] = last(before.matchAll(FUNCTION)) ?? [];
    const [, contract = ""] = last(before.matchAll(CONTRACT)) ?? [];
    return { start: Buffer.byteLength(before), text: match[0], where: `${contract}.${name}`, says };
  });
}

function last<Item>(items: Iterable<Item>): Item | undefined {
  return [...items].at(-1);
}
