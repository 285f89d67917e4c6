import { parseArgs } from "node:util";
import type { LogHead } from "#backend/modules/signer/requestLog.ts";
import { FairhouseError } from "#domain/errors.ts";

export type SignerOptions =
  | { readonly command: "init" | "address" }
  | { readonly command: "rotate"; readonly to: string | undefined }
  | { readonly command: "retire"; readonly name: string }
  | { readonly command: "policy"; readonly isExample: boolean }
  | { readonly command: "check-log"; readonly expected: LogHead | undefined };

/** The command line cannot be understood. */
export class SignerUsage extends FairhouseError {
  readonly code = "SIGNER_USAGE";

  constructor(fault: string) {
    super(`${fault} Use: npm run signer -- init | address | rotate | policy | check-log.`);
  }
}

/** The options that each command takes. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  init: [],
  address: [],
  rotate: ["to", "retire"],
  policy: ["example"],
  "check-log": ["expect"],
};
const HEAD = /^([0-9]{1,15}):([0-9a-f]{64})$/;

/** @throws SignerUsage */
export function readSignerOptions(args: readonly string[]): SignerOptions {
  const { command, values } = parse(args);
  switch (command) {
    case "init":
    case "address":
      return { command };
    case "rotate":
      if (values.retire === undefined) return { command, to: values.to };
      if (values.to !== undefined) throw new SignerUsage("Either make the next key or retire an old one.");
      return { command: "retire", name: values.retire };
    case "policy":
      return { command, isExample: values.example === true };
    case "check-log":
      return { command, expected: values.expect === undefined ? undefined : readHead(values.expect) };
    default:
      throw new SignerUsage(command === undefined ? "Say what to do." : `There is no command "${command}".`);
  }
}

function parse(args: readonly string[]) {
  const options = {
    to: { type: "string" },
    retire: { type: "string" },
    example: { type: "boolean" },
    expect: { type: "string" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, more] = positionals;
    if (more !== undefined) throw new SignerUsage(`"${more}" is one word too many.`);
    const allowed = OPTIONS[command ?? ""] ?? [];
    const foreign = Object.keys(values).find((name) => !allowed.includes(name));
    if (foreign !== undefined) throw new SignerUsage(`"${command}" takes no --${foreign}.`);
    return { command, values };
  } catch (error) {
    if (error instanceof SignerUsage || !(error instanceof TypeError)) throw error;
    throw new SignerUsage(`${error.message.split(". ")[0]}.`);
  }
}

function readHead(text: string): LogHead {
  const [, seq, hash] = HEAD.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new SignerUsage("--expect takes a head as an earlier check printed it, such as 12:9f86….");
  return { seq: Number(seq), hash };
}
