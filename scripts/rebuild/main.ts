import { compareWithHouse } from "#scripts/rebuild/compareWithHouse.ts";
import { readOptions } from "#scripts/rebuild/options.ts";
import { rebuildVault } from "#scripts/rebuild/rebuildVault.ts";
import { runDatabaseCommand } from "#scripts/runtime/runCommand.ts";

await runDatabaseCommand(main);

/** Makes the on-chain part of the books again from nothing but the chain. Exit code 0 when it went through, and agrees. */
async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  const isEqual = options.compare ? await compareWithHouse(options) : await rebuildVault(options);
  return isEqual ? 0 : 1;
}
