import { parseArgs } from "node:util";
import { FairhouseError } from "#domain/errors.ts";

export type TestOptions = {
  /** Run only the stage of this name. */
  only: string | undefined;
  /** Search longer for counter-examples. */
  isLong: boolean;
};

/** The command line asks for something that `npm test` does not know. */
export class TestOptionInvalid extends FairhouseError {
  readonly code = "TEST_OPTION_INVALID";
}

/** Reads the command line. @throws TestOptionInvalid */
export function parseTestOptions(args: readonly string[], stages: readonly string[]): TestOptions {
  const { values } = parse(args);
  if (values.only !== undefined && !stages.includes(values.only)) {
    throw new TestOptionInvalid(`--only must be one of ${stages.join(", ")}, not "${values.only}".`);
  }
  return { only: values.only, isLong: values.long ?? false };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { only: { type: "string" }, long: { type: "boolean" } } });
  } catch (error) {
    throw new TestOptionInvalid(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
