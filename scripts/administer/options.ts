import { parseArgs } from "node:util";
import { z } from "zod";
import type { Hex } from "#domain/chain/hex.ts";
import type { Order } from "#scripts/administer/act.ts";
import { ACTIONS, type Action } from "#scripts/administer/actions.ts";
import { AdministerRefused } from "#scripts/administer/errors.ts";
import { account } from "#scripts/administer/values.ts";

/** `send` does it; `dry-run` says whether it would go through; `calldata` prints the calls for a wallet or a Safe. */
export type AdministerMode = "send" | "dry-run" | "calldata";

export type AdministerCommand = {
  readonly order: Order;
  readonly vault: Hex;
  readonly rpcUrl: string;
  /** Who acts; where something is sent, the key's own account when left out. */
  readonly from: Hex | undefined;
  readonly mode: AdministerMode;
  readonly keystore: string | undefined;
};

const FIRST_COLUMN = 18;

export const ADMINISTER_USAGE = `npm run --silent administer -- ACTION --vault 0x… --rpc URL [its flags] [--from 0x…] [--dry-run | --calldata] [--keystore FILE]
${Object.keys(ACTIONS).flatMap(helpOn).join("\n")}
Amounts are in quanta. The key comes from ADMINISTER_PRIVATE_KEY, or from --keystore and ADMINISTER_KEYSTORE_PASSWORD.
  --calldata        print the calls that a Safe or another wallet has to send, for the account in --from; needs no key
  --dry-run         say whether it would go through, for the account in --from; needs no key
What has to wait is scheduled first: run the same command again after the delay, and it is executed.`;

const common = z.strictObject({
  vault: account,
  rpc: z.url({ protocol: /^https?$/, error: "must be the http address of a node" }),
  from: account.optional(),
  keystore: z.string().min(1).optional(),
});

/** Reads the command line; undefined when it only asks for help. @throws AdministerRefused */
export function readAdministerOptions(args: readonly string[]): AdministerCommand | undefined {
  const { values, positionals } = parse(args);
  const { help, "dry-run": isDryRun, calldata: isCalldata, ...flags } = values;
  if (help === true) return undefined;
  const action = actionNamed(positionals);
  if (isDryRun && isCalldata) throw refusal("--dry-run and --calldata exclude each other.");
  const [own, shared] = partition(flags, (flag) => action.flags.includes(flag));
  const foreign = Object.keys(shared).find((flag) => !Object.hasOwn(common.shape, flag));
  if (foreign !== undefined) throw refusal(`"${positionals[0]}" takes no --${foreign}.`);
  const { vault, rpc, from, keystore } = reading(() => common.parse(shared));
  const mode = isCalldata ? "calldata" : isDryRun ? "dry-run" : "send";
  return { order: reading(() => action.read(own)), vault, rpcUrl: rpc, from, mode, keystore };
}

function actionNamed([name, more]: readonly string[]): Action {
  if (name === undefined) throw refusal("Say what to do.");
  if (more !== undefined) throw refusal(`"${more}" is one word too many.`);
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw refusal(`There is no action "${name}".`);
  return action;
}

type Flags = Readonly<Record<string, string>>;

/** The flags that an action takes, and the rest. */
function partition(
  flags: Readonly<Record<string, string | boolean | undefined>>,
  isWanted: (flag: string) => boolean,
): [wanted: Flags, rest: Flags] {
  const given = Object.entries(flags).flatMap(([flag, text]) =>
    typeof text === "string" ? [[flag, text] as const] : [],
  );
  return [
    Object.fromEntries(given.filter(([flag]) => isWanted(flag))),
    Object.fromEntries(given.filter(([flag]) => !isWanted(flag))),
  ];
}

/** An action's flags, if any, and below them what it does. */
function helpOn(name: string): string[] {
  const { summary = "", flags = [] } = ACTIONS[name] ?? {};
  const shown = flags.map((flag) => `--${flag}`).join(" ");
  const lines = shown === "" ? [summary] : [shown, summary];
  return lines.map((line, index) => `  ${(index === 0 ? name : "").padEnd(FIRST_COLUMN)}${line}`);
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const named = [...Object.keys(common.shape), ...Object.values(ACTIONS).flatMap(({ flags }) => flags)];
  const options = {
    ...Object.fromEntries(named.map((name) => [name, text])),
    "dry-run": flag,
    calldata: flag,
    help: flag,
  };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw refusal(error instanceof Error ? `${error.message.split(/\.\s/)[0]}.` : "The arguments are wrong.");
  }
}

function reading<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const faults = error.issues.map(({ path, message }) => `--${path.join(".")} ${message}`);
    throw refusal(`${faults.join("; ")}.`);
  }
}

function refusal(fault: string): AdministerRefused {
  return new AdministerRefused(`${fault} See npm run administer -- --help.`);
}
