import { createRequire } from "node:module";
import type { Hex } from "viem";
import { z } from "zod";
import type { Artifact, BuildInfo, ContractName } from "#scripts/deploy/artifacts.ts";
import { VerificationMismatch } from "#scripts/deploy/errors.ts";

export type CompiledCode = Pick<Artifact, "deployedBytecode" | "immutables">;

const compiledContract = z.object({
  evm: z.object({
    deployedBytecode: z.object({
      object: z.string().transform((text): Hex => `0x${text}`),
      immutableReferences: z
        .record(z.string(), z.array(z.object({ start: z.int(), length: z.int() })))
        .default({}),
    }),
  }),
});

/** By source file and contract. There are none where the input does not compile. */
const compilerOutput = z.object({
  contracts: z.record(z.string(), z.record(z.string(), compiledContract)).default({}),
});

const compilerShape = z.object({
  compile: z.custom<(input: string) => string>((value) => typeof value === "function"),
  version: z.custom<() => string>((value) => typeof value === "function"),
});

/**
 * Runs the compiler on the input that a build was made from; only what is asked of it differs, which changes no code.
 * @throws VerificationMismatch when the compiler at hand is another one
 */
export function recompile(
  build: BuildInfo,
  wanted: readonly (readonly [ContractName, sourceName: string])[],
): Partial<Record<ContractName, CompiledCode>> {
  // Loaded here, because it takes the compiler seconds to start.
  const compiler = compilerShape.parse(createRequire(import.meta.url)("solc"));
  if (!compiler.version().startsWith(build.solcLongVersion)) {
    throw new VerificationMismatch(
      `The compiler at hand is ${compiler.version()}, the contracts were built with ${build.solcLongVersion}.`,
    );
  }
  const parts = ["evm.deployedBytecode.object", "evm.deployedBytecode.immutableReferences"];
  const outputSelection = Object.fromEntries(wanted.map(([name, source]) => [source, { [name]: parts }]));
  const settings = { ...build.input.settings, outputSelection };
  const output = compilerOutput.parse(
    JSON.parse(compiler.compile(JSON.stringify({ ...build.input, settings }))),
  );
  const codes = wanted.map(([name, source]) => {
    const code = output.contracts[source]?.[name]?.evm.deployedBytecode;
    return [name, code && codeOf(code)] as const;
  });
  return Object.fromEntries(codes);
}

function codeOf({
  object,
  immutableReferences,
}: z.output<typeof compiledContract>["evm"]["deployedBytecode"]): CompiledCode {
  return { deployedBytecode: object, immutables: Object.values(immutableReferences).flat() };
}
