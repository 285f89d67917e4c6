import { parseArgs } from "node:util";
import { z } from "zod";
import { statementFilter } from "#domain/api/commissions.ts";
import { uuid } from "#domain/api/primitives.ts";
import { FairhouseError } from "#domain/errors.ts";

const USAGE =
  "Usage: npm run --silent verify-statement -- --file statement.json\n" +
  "   or: npm run --silent verify-statement -- --agent ID [--tenant main] [--from TIME] [--to TIME]\n" +
  "         [--type revenue_share|turnover|clawback] [--player ID] [--currency CODE]";

/** The command was told something that it cannot do. */
export class StatementOptionsInvalid extends FairhouseError {
  readonly code = "STATEMENT_OPTIONS_INVALID";

  constructor(options?: ErrorOptions) {
    super(USAGE, options);
  }
}

const fromFile = z.strictObject({ file: z.string().min(1) });
const { from, to, type, currency } = statementFilter.shape;
const fromDatabase = z.strictObject({
  agent: uuid,
  tenant: z.string().min(1).default("main"),
  from,
  to,
  type,
  player: uuid.optional(),
  currency,
});

/** A statement to check: one that was exported, or one of the house's own books. */
export type StatementOptions = z.output<typeof fromFile> | z.output<typeof fromDatabase>;

/** @throws StatementOptionsInvalid */
export function readOptions(args: readonly string[]): StatementOptions {
  const text = { type: "string" } as const;
  const options = {
    file: text,
    agent: text,
    tenant: text,
    from: text,
    to: text,
    type: text,
    player: text,
    currency: text,
  };
  try {
    const { values } = parseArgs({ args: [...args], options });
    return z.union([fromFile, fromDatabase]).parse({ ...values });
  } catch (error) {
    throw new StatementOptionsInvalid({ cause: error });
  }
}
