import { parseArgs } from "node:util";
import { z } from "zod";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { findHouse, grantRole } from "#scripts/staff/grantRole.ts";
import { findDatabaseUrl } from "#scripts/start/houseDatabase.ts";

const ROLES = ["player", "support", "operator", "admin", "auditor"] as const;
const USAGE = `Usage: npm run grant-role -- --wallet 0x… --role ${ROLES.join("|")} [--tenant main]`;

/** The command was not told whom to give what. */
class GrantRefused extends FairhouseError {
  readonly code = "GRANT_REFUSED";
}

const wallet = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "--wallet must be 0x and 40 hex digits")
  .transform((text): EvmAddress => `0x${text.slice("0x".length)}`);
const optionsShape = z.object({ wallet, role: z.enum(ROLES), tenant: z.string().default("main") });

process.exitCode = await main(process.argv.slice(2));

/** Makes somebody staff of a house, or takes that back with `--role player`. It counts within half a minute. */
async function main(args: string[]): Promise<number> {
  try {
    const options = readOptions(args);
    const pool = createPool({ url: await findDatabaseUrl(), role: "owner", maxConnections: 1 });
    try {
      const earlier = await inTransaction(pool, async (client) => {
        const tenantId = await findHouse(client, options.tenant);
        return grantRole(client, { tenantId, wallet: options.wallet, role: options.role });
      });
      const change = earlier === null ? "new here" : `was ${earlier}`;
      process.stdout.write(`${options.wallet} is ${options.role} of ${options.tenant} (${change})\n`);
      return 0;
    } finally {
      await pool.end();
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message || error.name : String(error)}\n`);
    return 1;
  }
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
