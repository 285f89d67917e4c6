import { parseArgs } from "node:util";
import { z } from "zod";
import { inTransaction } from "#backend/db/transaction.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { runDatabaseCommand } from "#scripts/runtime/runCommand.ts";
import { findHouse, grantRole } from "#scripts/staff/grantRole.ts";
import { withHouseDatabase } from "#scripts/start/houseDatabase.ts";

const ROLES = ["player", "support", "operator", "admin", "auditor"] as const;
const USAGE = `Usage: npm run grant-role -- --wallet 0x… --role ${ROLES.join("|")} [--tenant main]`;

/** The command was not told whom to give what. */
class GrantRefused extends FairhouseError {
  readonly code = "GRANT_REFUSED";
}

const walletShape = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "--wallet must be 0x and 40 hex digits")
  .transform((text): EvmAddress => `0x${text.slice("0x".length)}`);
const optionsShape = z.object({
  wallet: walletShape,
  role: z.enum(ROLES),
  tenant: z.string().default("main"),
});

await runDatabaseCommand(main);

/** Makes somebody staff of a house, or takes that back with `--role player`. It counts within half a minute. */
async function main(args: string[]): Promise<number> {
  const { wallet, role, tenant } = readOptions(args);
  const earlier = await withHouseDatabase({ role: "owner", maxConnections: 1 }, (pool) =>
    inTransaction(pool, async (client) =>
      grantRole(client, { tenantId: await findHouse(client, tenant), wallet, role }),
    ),
  );
  const change = earlier === null ? "new here" : `was ${earlier}`;
  process.stdout.write(`${wallet} is ${role} of ${tenant} (${change})\n`);
  return 0;
}

/** @throws GrantRefused */
function readOptions(args: string[]): z.output<typeof optionsShape> {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({ args, options: { wallet: text, role: text, tenant: text } });
    return optionsShape.parse(values);
  } catch (error) {
    throw new GrantRefused(USAGE, { cause: error });
  }
}
