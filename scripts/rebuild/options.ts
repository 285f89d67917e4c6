import { parseArgs } from "node:util";
import { z } from "zod";
import { addressShape } from "#indexer/source/shapes.ts";
import { RebuildRefused } from "#scripts/rebuild/errors.ts";

export const USAGE = `Usage: npm run rebuild -- --from-chain [options]
  --compare         rebuild the vaults of a house beside its database, and say where the two differ
  --vault 0x…       the vault; with --compare, that one alone
  --deploy-block N  the first block that may hold an event of the vault
  --chain-id N      its chain
  --bankroll 0x…    deposits from here fund the bankroll (else everybody's are a player's)
  --registry 0x…    the vault's fairness registry, whose anchors are indexed with it
  --rpc-url URL,…   nodes of the chain; else RPC_URLS, or those of the house that runs here
  --to-block N      rebuild up to here; else up to the last block that the chain calls final
  --database URL    an empty database to fill; with --compare, a temporary one is made where this is left out
Without --compare, --vault, --deploy-block, --chain-id and --database are needed. The exit code is 1 where books differ.`;

const blockNumber = z
  .string()
  .regex(/^[0-9]{1,18}$/, "must be a block's number")
  .transform(BigInt);
const urls = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .pipe(z.array(z.url({ protocol: /^https?$/, error: "must be http(s) URLs" })).min(1));

const shape = z.object({
  "from-chain": z.literal(true, "must be said: there is nothing else to rebuild from"),
  compare: z.boolean().default(false),
  vault: addressShape.optional(),
  "deploy-block": blockNumber.optional(),
  "chain-id": z.coerce.number("must be a number").int().positive().optional(),
  bankroll: addressShape.optional(),
  registry: addressShape.optional(),
  "rpc-url": urls.optional(),
  "to-block": blockNumber.optional(),
  database: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must be a postgres:// URL")
    .optional(),
});
export type RebuildOptions = z.output<typeof shape>;

/** @throws RebuildRefused */
export function readOptions(args: readonly string[]): RebuildOptions {
  const parsed = shape.safeParse(parse(args));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `--${path.join(".")} ${message}`);
  throw new RebuildRefused(`${faults.join("; ")}.\n${USAGE}`);
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        "from-chain": flag,
        compare: flag,
        ...{
          vault: text,
          "deploy-block": text,
          "chain-id": text,
          bankroll: text,
          registry: text,
          "rpc-url": text,
        },
        ...{ "to-block": text, database: text },
      },
    }).values;
  } catch (error) {
    throw new RebuildRefused(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}
