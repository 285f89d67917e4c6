/** A test by its file and its name; the name is looked for as it is written. */
export type NamedTest = { readonly file: string; readonly name: string };

/** A bug that is planted in a copy of the contracts, to show that a test fails on it. */
export type PlantedBug = {
  readonly name: string;
  /** The source, relative to `contracts/`. */
  readonly file: string;
  /** Stands exactly once in the source. */
  readonly old: string;
  readonly new: string;
  readonly caughtBy: NamedTest;
};

export function invariantTest(name: string): NamedTest {
  return { file: "test/contracts/VaultInvariants.t.sol", name };
}

export function exitTest(name: string): NamedTest {
  return { file: "test/contracts/VaultExit.t.sol", name };
}

export function fuzzTest(name: string): NamedTest {
  return { file: "test/contracts/VaultFuzz.t.sol", name };
}

/** A test in TypeScript, in `test/contracts/<file>.ts`. */
export function unitTest(file: string, name: string): NamedTest {
  return { file: `test/contracts/${file}.ts`, name };
}
