import { readFileSync } from "node:fs";
import { join } from "node:path";
import solc from "solc";
import { z } from "zod";
import { ROOT } from "#scripts/start/folders.ts";

/** The two ways in which the compiler can reason. */
export type Engine = "chc" | "bmc";

/** The codes of "assertion violation check is safe", by engine. */
const SAFE_CODE: Record<Engine, string> = { chc: "9576", bmc: "2961" };

const Output = z.object({
  errors: z.array(
    z.object({
      severity: z.string(),
      errorCode: z.string().optional(),
      formattedMessage: z.string(),
      sourceLocation: z.object({ file: z.string(), start: z.int() }).optional(),
    }),
  ),
});

/**
 * Has the compiler prove the assertions of a file, and returns where those begin that hold for every input. The solver,
 * z3, is part of npm's compiler; its limit is a number of steps, not a time, so that every machine finds the same.
 */
export function askChecker(path: string, engine: Engine): ReadonlySet<number> {
  const input = {
    language: "Solidity",
    sources: { [path]: { content: readSource(path) } },
    settings: {
      modelChecker: { engine, solvers: ["z3"], targets: ["assert"], showProvedSafe: true },
      // The checker only runs where something is to be compiled.
      outputSelection: { "*": { "*": ["evm.bytecode.object"] } },
    },
  };
  const findImport = (file: string) => ({ contents: readSource(file) });
  const { errors } = Output.parse(JSON.parse(solc.compile(JSON.stringify(input), { import: findImport })));
  const fault = errors.find(({ severity }) => severity === "error");
  if (fault !== undefined) throw new Error(fault.formattedMessage);
  const safe = errors.filter(({ errorCode }) => errorCode === SAFE_CODE[engine]);
  return new Set(safe.flatMap(({ sourceLocation }) => sourceLocation?.start ?? []));
}

function readSource(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
