import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import hre from "hardhat";
import solc from "solc";
import { z } from "zod";

const ROOT = new URL("../../../", import.meta.url);
const resolve = createRequire(import.meta.url).resolve;

/** The settings that the vault is built with. */
const settings: object = hre.config.solidity.profiles.default!.compilers[0]!.settings;

const Output = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Compiles one contract for what Hardhat does not keep, or for what is no part of its build. */
export function compileWithSolc<Shape extends z.ZodType>(build: {
  /** Relative to the repository. */
  readonly file: string;
  readonly contract: string;
  readonly outputs: readonly string[];
  readonly shape: Shape;
}): z.output<Shape> {
  const { file, contract, outputs, shape } = build;
  const input = {
    language: "Solidity",
    sources: { [file]: sourceOf(file) },
    settings: { ...settings, outputSelection: { [file]: { [contract]: outputs } } },
  };
  const output = solc.compile(JSON.stringify(input), { import: importOf });
  const { errors, contracts } = Output.parse(JSON.parse(output));
  const failure = errors.find(({ severity }) => severity === "error");
  if (failure !== undefined) throw new Error(failure.formattedMessage);
  return shape.parse(contracts[file]?.[contract]);
}

function importOf(path: string): { contents: string } {
  const isOwn = path.startsWith("contracts/");
  return { contents: readFileSync(isOwn ? new URL(path, ROOT) : resolve(path), "utf8") };
}

function sourceOf(file: string): { content: string } {
  return { content: readFileSync(fileURLToPath(new URL(file, ROOT)), "utf8") };
}
