import { parseArgs } from "node:util";
import { FairhouseError } from "#domain/errors.ts";
import type { OutcomeRequest } from "#domain/games/verifyOutcome.ts";
import { type BetRequest, isWholeBet } from "#scripts/verify/wholeBet.ts";
import type { RoundRequest } from "#scripts/verify/wholeRound.ts";

const OPTIONS = {
  game: { type: "string" },
  "server-seed": { type: "string" },
  "client-seed": { type: "string" },
  nonce: { type: "string" },
  params: { type: "string" },
  stake: { type: "string" },
  actions: { type: "string" },
  "game-hash": { type: "string" },
  salt: { type: "string" },
  edge: { type: "string" },
  batch: { type: "string" },
  "epoch-proof": { type: "string" },
  "crash-bet": { type: "string" },
  house: { type: "string" },
} as const;

const WHOLE_NUMBER = /^(?:0|[1-9][0-9]*)$/;

/** What the command line asks for. */
export type VerifyOptions =
  | { readonly kind: "single"; readonly request: OutcomeRequest }
  | { readonly kind: "bet"; readonly request: BetRequest }
  | { readonly kind: "round"; readonly request: RoundRequest }
  | { readonly kind: "batch"; readonly file: string }
  | { readonly kind: "epoch"; readonly file: string }
  | { readonly kind: "crashBet"; readonly betId: string; readonly house: string };

/** @throws OptionInvalid */
export function readOptions(args: readonly string[]): VerifyOptions {
  const values = readValues(args);
  for (const [name, kind] of [
    ["batch", "batch"],
    ["epoch-proof", "epoch"],
  ] as const) {
    const file = values.get(name);
    if (file === undefined) continue;
    if (values.size > 1) throw new OptionInvalid(`--${name} takes the place of all other options.`);
    return { kind, file };
  }
  const betId = values.get("crash-bet");
  if (betId !== undefined) {
    refuseOthers(values, CRASH_BET_OPTIONS);
    return { kind: "crashBet", betId, house: required(values, "house") };
  }
  const game = required(values, "game");
  if (values.has("actions")) return { kind: "round", request: roundRequest(game, values) };
  const stake = values.get("stake");
  if (isWholeBet({ game, stake })) return { kind: "bet", request: betRequest(game, values) };
  return { kind: "single", request: game === "crash" ? crashRequest(values) : drawRequest(game, values) };
}

/** Options of the other kind of game are a mistake that must not go unnoticed. */
const DRAW_OPTIONS = ["game", "server-seed", "client-seed", "nonce", "params", "edge"];
const BET_OPTIONS = [...DRAW_OPTIONS, "stake"];
const CRASH_BET_OPTIONS = ["crash-bet", "house"];
const CRASH_OPTIONS = ["game", "game-hash", "salt", "edge"];

function drawRequest(game: string, values: ReadonlyMap<string, string>): OutcomeRequest {
  refuseOthers(values, DRAW_OPTIONS);
  const params = values.get("params");
  return {
    game,
    serverSeed: required(values, "server-seed"),
    clientSeed: required(values, "client-seed"),
    nonce: readNonce(required(values, "nonce")),
    params: params === undefined ? {} : readJson("params", params),
    edge: values.get("edge"),
  };
}

function betRequest(game: string, values: ReadonlyMap<string, string>): BetRequest {
  refuseOthers(values, BET_OPTIONS);
  return { ...drawRequest(game, without(values, "stake")), stake: required(values, "stake") };
}

function roundRequest(game: string, values: ReadonlyMap<string, string>): RoundRequest {
  const actions = readJson("actions", required(values, "actions"));
  return { ...betRequest(game, without(values, "actions")), actions };
}

function without(values: ReadonlyMap<string, string>, option: string): ReadonlyMap<string, string> {
  return new Map([...values].filter(([name]) => name !== option));
}

function crashRequest(values: ReadonlyMap<string, string>): OutcomeRequest {
  refuseOthers(values, CRASH_OPTIONS);
  return {
    game: "crash",
    gameHash: required(values, "game-hash"),
    salt: required(values, "salt"),
    edge: values.get("edge"),
  };
}

function refuseOthers(values: ReadonlyMap<string, string>, known: readonly string[]): void {
  const other = [...values.keys()].find((name) => !known.includes(name));
  if (other !== undefined) throw new OptionInvalid(`--${other} is not an option of this game.`);
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

function readJson(name: "params" | "actions", text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OptionInvalid(`--${name} must be a JSON ${name === "params" ? "object" : "list"}.`);
  }
}

/** The command line cannot be understood. */
export class OptionInvalid extends FairhouseError {
  readonly code = "OPTION_INVALID";
}
