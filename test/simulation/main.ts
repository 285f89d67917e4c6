import { argv } from "node:process";

const USAGE = `Usage: npm run simulate -- settlement [--seeds N] [--from N] [--payouts N]
       npm run simulate -- indexer [--seeds N] [--from N] [--bug NAME] [--trace]
`;

process.exitCode = await main(argv.slice(2));

/** Runs the simulation that is named first. */
async function main([name, ...args]: string[]): Promise<number> {
  const exitCode = await run(name, args);
  if (exitCode === null) process.stderr.write(USAGE);
  return exitCode ?? 1;
}

/** Loads the one that is wanted alone: into some, faults are planted before the rest of the code is loaded. */
async function run(name: string | undefined, args: string[]): Promise<number | null> {
  switch (name) {
    case "settlement":
      return (await import("./settlement/command.ts")).simulateSettlement(args);
    case "indexer":
      return (await import("./indexer/command.ts")).simulateIndexer(args);
    default:
      return null;
  }
}
