import { compareWithHouse } from "#scripts/rebuild/compareWithHouse.ts";
import { readOptions } from "#scripts/rebuild/options.ts";
import { rebuildVault } from "#scripts/rebuild/rebuildVault.ts";

process.exitCode = await main(process.argv.slice(2));

/** Makes the on-chain part of the books again from nothing but the chain. Exit code 0 when it went through, and agrees. */
async function main(args: string[]): Promise<number> {
  try {
    const options = readOptions(args);
    const isEqual = options.compare ? await compareWithHouse(options) : await rebuildVault(options);
    return isEqual ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message || error.name : String(error)}\n`);
    return 1;
  }
}
