import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import type pg from "pg";
import { z } from "zod";
import { FairhouseError } from "#domain/errors.ts";
import { replayRange } from "#indexer/replay.ts";
import { addressShape } from "#indexer/source/shapes.ts";
import { stateHash } from "#indexer/stateHash.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { fingerprint } from "#indexer/store/fingerprint.store.ts";
import { findVaults, type HouseVault } from "#indexer/store/vault.store.ts";
import { runDatabaseCommand } from "#scripts/runtime/runCommand.ts";
import { withHouseDatabase } from "#scripts/start/houseDatabase.ts";

const USAGE = "Usage: npm run replay -- --from-block A --to-block B [--vault 0x…]";

/** The command was not told what to do, or cannot do it. */
class ReplayRefused extends FairhouseError {
  readonly code = "REPLAY_REFUSED";
}

const blockNumber = z
  .string("is needed")
  .regex(/^[0-9]{1,18}$/, "must be a block's number")
  .transform(BigInt);
const optionsShape = z
  .object({ "from-block": blockNumber, "to-block": blockNumber, vault: addressShape.optional() })
  .refine((options) => options["from-block"] <= options["to-block"], {
    path: ["to-block"],
    message: "must not come before --from-block",
  });

await runDatabaseCommand(main);

/** Derives everything from recorded events once more; see `replayRange`. Exit code 0 when it went through. */
async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  await withHouseDatabase({ role: "fairhouse_indexer", maxConnections: 2 }, async (pool) => {
    const vaults = await findVaults(pool, options.vault === undefined ? {} : { address: options.vault });
    if (vaults.length === 0) throw new ReplayRefused("The database has no such vault.");
    for (const vault of vaults) await replayVault(pool, vault, options);
  });
  return 0;
}

type Options = z.output<typeof optionsShape>;

async function replayVault(pool: pg.Pool, vault: HouseVault, options: Options): Promise<void> {
  const range = { from: options["from-block"], to: options["to-block"] };
  process.stdout.write(
    `vault ${vault.address} on chain ${vault.chainId}, blocks ${range.from} to ${range.to}\n`,
  );
  const before = await fingerprint(pool, vault);
  const { events, postings } = await replayRange(pool, vault, range);
  const after = await fingerprint(pool, vault);
  process.stdout.write(`  ${events} events, ${postings} missing postings made\n`);
  process.stdout.write(`  before  ${hashOf(before)}\n  after   ${hashOf(after)}\n`);
  const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
  process.stdout.write(changed.length === 0 ? "  nothing changed\n" : `  changed: ${changed.join(", ")}\n`);
  const final = (await findCursor(pool, vault))?.finalNumber;
  if (final === undefined) return;
  const { hash } = await stateHash({ pool, vault }, final);
  process.stdout.write(`  state   ${hash} up to block ${final}, as \`npm run rebuild\` tells it\n`);
}

function readOptions(args: string[]): Options {
  const parsed = optionsShape.safeParse(parse(args));
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  throw new ReplayRefused(`--${fault?.path.join(".")} ${fault?.message}.\n${USAGE}`);
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({ args, options: { "from-block": text, "to-block": text, vault: text } }).values;
  } catch (error) {
    throw new ReplayRefused(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function hashOf(prints: Record<string, string>): string {
  return createHash("sha256").update(JSON.stringify(prints)).digest("hex");
}
