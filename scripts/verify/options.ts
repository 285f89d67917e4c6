import { parseArgs } from "node:util";
import { FairhouseError } from "#domain/errors.ts";
import type { DrawRequest } from "#domain/games/verifyDraw.ts";

const OPTIONS = {
  game: { type: "string" },
  "server-seed": { type: "string" },
  "client-seed": { type: "string" },
  nonce: { type: "string" },
  params: { type: "string" },
  batch: { type: "string" },
} as const;

const WHOLE_NUMBER = /^(?:0|[1-9][0-9]*)$/;

/** What the command line asks for. */
export type VerifyOptions =
  | { readonly kind: "single"; readonly request: DrawRequest }
  | { readonly kind: "batch"; readonly file: string };

/** @throws OptionInvalid */
export function readOptions(args: readonly string[]): VerifyOptions {
  const values = readValues(args);
  const file = values.get("batch");
  if (file !== undefined) {
    if (values.size > 1) throw new OptionInvalid("--batch takes the place of all other options.");
    return { kind: "batch", file };
  }
  const params = values.get("params");
  return {
    kind: "single",
    request: {
      game: required(values, "game"),
      serverSeed: required(values, "server-seed"),
      clientSeed: required(values, "client-seed"),
      nonce: readNonce(required(values, "nonce")),
      params: params === undefined ? {} : readJson(params),
    },
  };
}

/** Options by name. Not `strict`, which would take a seed that starts with a dash for another option. */
function readValues(args: readonly string[]): Map<string, string> {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const values = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== "option") throw new OptionInvalid("Write every argument as --name value.");
    const { name, rawName, value } = token;
    if (!Object.hasOwn(OPTIONS, name))
      throw new OptionInvalid(`${rawName} is not an option of this command.`);
    if (value === undefined) throw new OptionInvalid(`${rawName} needs a value.`);
    if (values.has(name)) throw new OptionInvalid(`${rawName} is given twice.`);
    values.set(name, value);
  }
  return values;
}

function required(values: ReadonlyMap<string, string>, name: string): string {
  const value = values.get(name);
  if (value === undefined) throw new OptionInvalid(`--${name} is missing.`);
  return value;
}

function readNonce(text: string): number {
  if (!WHOLE_NUMBER.test(text)) throw new OptionInvalid("--nonce must be a whole number from 0.");
  return Number(text);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OptionInvalid("--params must be a JSON object.");
  }
}

/** The command line cannot be understood. */
export class OptionInvalid extends FairhouseError {
  readonly code = "OPTION_INVALID";
}
