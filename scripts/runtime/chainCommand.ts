import { createRequire } from "node:module";
import { join } from "node:path";
import { DEV_MNEMONIC } from "#scripts/runtime/devAccounts.ts";
import { findProgram } from "#scripts/runtime/findProgram.ts";

/** Anvil can save its state; Hardhat's chain stands in where Anvil has no build. */
export type ChainClient = "anvil" | "hardhat";

export type ChainCommandInput = {
  host: string;
  port: number;
  chainId: number;
  blockTimeSeconds: number | undefined;
  loadFrom: string | undefined;
};

/** With two slots an epoch, a block is final four blocks after it was made: three seconds at 0.75 s. */
const SLOTS_IN_AN_EPOCH = 2;

/**
 * Of at least so many blocks the chain still knows all balances: minutes, and far more than a reorg goes back. Without a bound
 * Anvil writes the state of every block to disk, which came to 1.5 GB an hour. Blocks and logs are kept for ever.
 */
const BLOCKS_WITH_STATE = 512;

/** The program that serves the local chain on this machine, and its arguments. */
export function chainCommand(input: ChainCommandInput): {
  client: ChainClient;
  command: string;
  args: string[];
} {
  const anvil = packagedAnvil() ?? findProgram(["anvil"]);
  if (anvil !== undefined) return { client: "anvil", command: anvil, args: anvilArguments(input) };
  const hardhat = createRequire(import.meta.url)
    .resolve("hardhat/package.json")
    .replace(/package\.json$/, "dist/src/cli.js");
  const args = [
    hardhat,
    "node",
    "--hostname",
    input.host,
    "--port",
    `${input.port}`,
    "--chain-id",
    `${input.chainId}`,
  ];
  return { client: "hardhat", command: process.execPath, args };
}

function anvilArguments({ host, port, chainId, blockTimeSeconds, loadFrom }: ChainCommandInput): string[] {
  return [
    ...["--host", host, "--port", `${port}`, "--chain-id", `${chainId}`, "--mnemonic", DEV_MNEMONIC],
    ...["--slots-in-an-epoch", `${SLOTS_IN_AN_EPOCH}`, "--silent"],
    ...["--prune-history", `${BLOCKS_WITH_STATE}`],
    ...(blockTimeSeconds === undefined ? [] : ["--block-time", `${blockTimeSeconds}`]),
    ...(loadFrom === undefined ? [] : ["--load-state", loadFrom]),
  ];
}

function packagedAnvil(): string | undefined {
  const processor = process.arch === "x64" ? "amd64" : process.arch;
  try {
    const resolver = createRequire(import.meta.url);
    return join(
      resolver.resolve(`@foundry-rs/anvil-${process.platform}-${processor}/package.json`),
      "..",
      "bin",
      "anvil",
    );
  } catch {
    return undefined;
  }
}
