import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "#scripts/start/folders.ts";

/** One tool that reads the code and says what is wrong with it. */
export type Check = { name: string; args: readonly string[] };

const LAYERS = ["domain", "backend", "indexer", "web", "scripts", "test"];

/** Every check, the quick ones first; each runs to its end, so that one run shows all that is to do. */
export function lintChecks(): Check[] {
  return [
    {
      name: "style of TypeScript (biome)",
      args: [program("biome"), "ci", "--colors=off", "--diagnostic-level=warn", "--error-on-warnings", "."],
    },
    {
      name: "layers (dependency-cruiser)",
      args: [program("depcruise"), "--config", ".dependency-cruiser.cjs", ...folders()],
    },
    {
      name: "style of Solidity (prettier)",
      args: [program("prettier"), "--check", "{contracts,test}/**/*.sol"],
    },
    {
      name: "Solidity (solhint)",
      args: [program("solhint"), "--disc", "--max-warnings", "0", "contracts/**/*.sol"],
    },
    { name: "types (tsc)", args: [program("tsc"), "--noEmit", "--project", "tsconfig.json"] },
    { name: "ABI matches the contracts", args: ["scripts/generateAbi.ts", "--check"] },
  ];
}

/** npm's links to the tools' own JavaScript. */
export function program(name: string): string {
  return join("node_modules", ".bin", name);
}

function folders(): string[] {
  return LAYERS.filter((folder) => existsSync(join(ROOT, folder)));
}
