/**
 * Gives the stakes of a round back that cannot be played to its end; `check-ledger` and the API's log name such rounds.
 *
 *   npm run void-round -- --round ID --reason TEXT [--although-playable] [--tenant main]
 *
 * A round that its player could go on with is refused, unless whoever voids it insists: that is on record then.
 * Done once: given again, it says what became of the round the first time.
 */
import { parseArgs } from "node:util";
import { z } from "zod";
import { inTransaction } from "#backend/db/transaction.ts";
import { voidRound } from "#backend/modules/rounds/voidRound.ts";
import { plainText } from "#domain/api/primitives.ts";
import { FairhouseError } from "#domain/errors.ts";
import { runDatabaseCommand } from "#scripts/runtime/runCommand.ts";
import { findHouse } from "#scripts/staff/grantRole.ts";
import { withHouseDatabase } from "#scripts/start/houseDatabase.ts";

const USAGE = `Usage: npm run void-round -- --round ID --reason TEXT [--although-playable] [--tenant main]
Ends an open round without a result, for good, and gives its stakes back to the player. With --although-playable also one
that its player could go on with.`;
const MAX_REASON_LENGTH = 200;

/** The command was not told which round, or why. */
class VoidRefused extends FairhouseError {
  readonly code = "VOID_REFUSED";
}

const optionsShape = z.strictObject({
  round: z.uuid(),
  reason: plainText(MAX_REASON_LENGTH),
  tenant: z.string().default("main"),
  "although-playable": z.boolean().default(false),
});

await runDatabaseCommand(main);

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const { round: roundId, reason, "although-playable": isForced } = options;
  const voided = await withHouseDatabase({ role: "owner", maxConnections: 1 }, async (pool) => {
    const tenantId = await inTransaction(pool, (client) => findHouse(client, options.tenant));
    return voidRound(pool, { tenantId, roundId, reason, isForced });
  });
  const { stakedMinor, returnedMinor, wasPlayable, voidedAt } = voided;
  process.stdout.write(
    `round ${roundId}: void since ${voidedAt.toISOString()} (${voided.reason})${wasPlayable ? ", although playable" : ""}\n` +
      `returned ${returnedMinor} of ${stakedMinor} minor units\n`,
  );
  return 0;
}

/** @returns undefined when only help is asked for. @throws VoidRefused */
function readOptions(args: string[]): z.output<typeof optionsShape> | undefined {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      args,
      options: {
        round: text,
        reason: text,
        tenant: text,
        "although-playable": { type: "boolean" },
        help: { type: "boolean" },
      },
    });
    const { help = false, ...given } = values;
    return help ? undefined : optionsShape.parse(given);
  } catch (error) {
    throw new VoidRefused(USAGE, { cause: error });
  }
}
