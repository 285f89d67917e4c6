/**
 * Does what a guardian, an administrator or a treasurer does with a vault, or prints it for their Safe.
 *
 *   npm run --silent administer -- ACTION --vault 0x… --rpc URL [its flags] [--from 0x…] [--dry-run | --calldata]
 *
 * `--help` lists the actions. Exit code 0 when the step was done, 1 with one sentence otherwise.
 */
import { isAddressEqual } from "viem";
import { connectManager } from "#scripts/administer/accessManager.ts";
import { AdministerRefused } from "#scripts/administer/errors.ts";
import {
  ADMINISTER_USAGE,
  type AdministerCommand,
  readAdministerOptions,
} from "#scripts/administer/options.ts";
import { type How, runOrder } from "#scripts/administer/runOrder.ts";
import { readKeyAccount } from "#scripts/runtime/keyAccount.ts";
import { runCommand } from "#scripts/runtime/runCommand.ts";

const KEY = {
  keyVariable: "ADMINISTER_PRIVATE_KEY",
  passwordVariable: "ADMINISTER_KEYSTORE_PASSWORD",
} as const;

await runCommand(async (args) => {
  const command = readAdministerOptions(args);
  if (command === undefined) print(ADMINISTER_USAGE);
  else await administer(command);
  return 0;
});

async function administer(command: AdministerCommand): Promise<void> {
  const how = await howOf(command);
  const manager = await connectManager(command.rpcUrl, command.vault);
  await runOrder({ manager, order: command.order, how, print });
}

/** @throws AdministerRefused @throws KeyUnusable */
async function howOf({ from, mode, keystore }: AdministerCommand): Promise<How> {
  if (mode !== "send") {
    if (from === undefined) throw new AdministerRefused("--from is missing: say who is to act.");
    return { mode, from };
  }
  const account = await readKeyAccount({ ...KEY, keystore });
  if (from === undefined || isAddressEqual(account.address, from))
    return { mode, from: account.address, account };
  throw new AdministerRefused(`The key is that of ${account.address}, not of ${from}.`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
