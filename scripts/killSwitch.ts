/**
 * Stops an activity of a house at once, or lets it go on; it counts within a second.
 *
 *   npm run kill-switch -- stop bets|withdrawals|payouts --reason TEXT [--tenant main]
 *   npm run kill-switch -- resume bets|withdrawals|payouts [--tenant main]
 *   npm run kill-switch -- list [--tenant main]
 */
import { parseArgs } from "node:util";
import type pg from "pg";
import { z } from "zod";
import { inTransaction } from "#backend/db/transaction.ts";
import { activityName } from "#backend/modules/killSwitches/killSwitches.store.ts";
import { plainText } from "#domain/api/primitives.ts";
import { FairhouseError } from "#domain/errors.ts";
import { runDatabaseCommand } from "#scripts/runtime/runCommand.ts";
import { findHouse } from "#scripts/staff/grantRole.ts";
import { withHouseDatabase } from "#scripts/start/houseDatabase.ts";

const USAGE = `Usage: npm run kill-switch -- stop ${activityName.options.join("|")} --reason TEXT [--tenant main]
       npm run kill-switch -- resume ${activityName.options.join("|")} [--tenant main]
       npm run kill-switch -- list [--tenant main]
Players read the reason.`;
const MAX_REASON_LENGTH = 200;

/** The command was not told what to stop or why. */
class SwitchRefused extends FairhouseError {
  readonly code = "SWITCH_REFUSED";
}

const commandShape = z.discriminatedUnion("command", [
  z.strictObject({
    command: z.literal("stop"),
    activity: activityName,
    reason: plainText(MAX_REASON_LENGTH),
  }),
  z.strictObject({ command: z.literal("resume"), activity: activityName }),
  z.strictObject({ command: z.literal("list") }),
]);
type Command = z.output<typeof commandShape>;

await runDatabaseCommand(main);

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const lines = await withHouseDatabase({ role: "owner", maxConnections: 1 }, (pool) =>
    inTransaction(pool, async (client) => {
      const tenantId = await findHouse(client, options.tenant);
      return carryOut(client, tenantId, options.command);
    }),
  );
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  return 0;
}

async function carryOut(client: pg.ClientBase, tenantId: number, command: Command): Promise<string[]> {
  switch (command.command) {
    case "stop":
      await client.query(
        `INSERT INTO kill_switches (tenant_id, name, reason) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id, name) DO UPDATE SET reason = excluded.reason, set_at = now()`,
        [tenantId, command.activity, command.reason],
      );
      break;
    case "resume":
      await client.query("DELETE FROM kill_switches WHERE tenant_id = $1 AND name = $2", [
        tenantId,
        command.activity,
      ]);
      break;
    case "list":
  }
  const { rows } = await client.query<{ name: string; reason: string; set_at: Date }>(
    "SELECT name, reason, set_at FROM kill_switches WHERE tenant_id = $1",
    [tenantId],
  );
  const stopped = new Map(rows.map((row) => [row.name, row]));
  return activityName.options.map((name) => {
    const row = stopped.get(name);
    return row === undefined
      ? `${name}: open`
      : `${name}: STOPPED since ${row.set_at.toISOString()} (${row.reason})`;
  });
}

/** @returns undefined when only help is asked for. @throws SwitchRefused */
function readOptions(args: string[]): { command: Command; tenant: string } | undefined {
  const text = { type: "string" } as const;
  try {
    const options = { reason: text, tenant: text, help: { type: "boolean" } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const { tenant = "main", help = false, ...given } = values;
    if (help) return undefined;
    const [command, activity, ...more] = positionals;
    if (more.length > 0) throw new SwitchRefused(USAGE);
    const named = activity === undefined ? {} : { activity };
    return { command: commandShape.parse({ command, ...named, ...given }), tenant };
  } catch (error) {
    throw new SwitchRefused(USAGE, { cause: error });
  }
}
