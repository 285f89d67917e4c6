import { parseArgs } from "node:util";
import { z } from "zod";
import type { Hex } from "#domain/chain/hex.ts";
import { ExitRefused } from "#scripts/exit/errors.ts";

const USAGE =
  "Usage: npm run --silent exit -- --proof FILE --rpc URL [--to 0x…] [--activate] [--dry-run | --calldata] [--keystore FILE]";

/** `send` does it; `dry-run` says what would happen; `calldata` prints the calls for a wallet of one's own. */
export type ExitMode = "send" | "dry-run" | "calldata";

export type ExitOptions = {
  readonly proofFile: string;
  readonly rpcUrl: string;
  /** The proof's account when left out. */
  readonly to: Hex | undefined;
  readonly isActivationWanted: boolean;
  readonly mode: ExitMode;
  readonly keystore: string | undefined;
};

const shape = z.strictObject({
  proof: z.string("is missing").min(1),
  rpc: z.url({ protocol: /^https?$/, error: "must be the http address of a node" }),
  to: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, "must be an address")
    .transform((text): Hex => `0x${text.slice(2).toLowerCase()}`)
    .optional(),
  keystore: z.string().min(1).optional(),
  activate: z.boolean().default(false),
  "dry-run": z.boolean().default(false),
  calldata: z.boolean().default(false),
});

/** @throws ExitRefused */
export function readExitOptions(args: readonly string[]): ExitOptions {
  const parsed = shape.safeParse(readValues(args));
  if (!parsed.success) {
    if (args.length === 0) throw new ExitRefused(USAGE);
    const faults = parsed.error.issues.map(({ path, message }) => `--${path.join(".")} ${message}`);
    throw new ExitRefused(`${faults.join("; ")}. ${USAGE}`);
  }
  const { proof, rpc, to, keystore, activate, "dry-run": isDryRun, calldata } = parsed.data;
  if (isDryRun && calldata) throw new ExitRefused(`--dry-run and --calldata exclude each other. ${USAGE}`);
  const mode = calldata ? "calldata" : isDryRun ? "dry-run" : "send";
  return { proofFile: proof, rpcUrl: rpc, to, isActivationWanted: activate, mode, keystore };
}

function readValues(args: readonly string[]): unknown {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    proof: text,
    rpc: text,
    to: text,
    keystore: text,
    activate: flag,
    "dry-run": flag,
    calldata: flag,
  };
  try {
    return { ...parseArgs({ args: [...args], options }).values };
  } catch (error) {
    throw new ExitRefused(`${error instanceof Error ? error.message : "The arguments are wrong."} ${USAGE}`);
  }
}
