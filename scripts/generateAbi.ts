import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type ContractName, ensureCompiled, readArtifact } from "#scripts/deploy/artifacts.ts";

/** The generated files in `domain/abi`, by contract. */
const TARGETS = [
  { contract: "Vault", file: "vault.ts", constant: "vaultAbi" },
  { contract: "FairnessRegistry", file: "fairnessRegistry.ts", constant: "fairnessRegistryAbi" },
  { contract: "AccessManager", file: "accessManager.ts", constant: "accessManagerAbi" },
] as const satisfies readonly { contract: ContractName; file: string; constant: string }[];

const ABI_FOLDER = fileURLToPath(new URL("../domain/abi/", import.meta.url));
const LINE_WIDTH = 110;

await main(process.argv.includes("--check"));

async function main(isCheck: boolean): Promise<void> {
  await ensureCompiled();
  const stale: string[] = [];
  for (const target of TARGETS) {
    const source = render(target.constant, (await readArtifact(target.contract)).abi);
    const path = ABI_FOLDER + target.file;
    if (source === (await readFile(path, "utf8").catch(() => ""))) continue;
    stale.push(`domain/abi/${target.file}`);
    if (!isCheck) await writeFile(path, source);
  }
  if (stale.length === 0) return;
  if (!isCheck) {
    console.log(`Wrote ${stale.join(" and ")}.`);
    return;
  }
  console.error(`${stale.join(" and ")} no longer match the contracts: run npm run generate.`);
  process.exitCode = 1;
}

function render(constant: string, abi: readonly unknown[]): string {
  return `// Generated from the compiled contracts by \`npm run generate\`; edits are overwritten.\nexport const ${constant} = ${literal(abi, "")} as const;\n`;
}

/** A value as TypeScript source: on one line where it fits, one member per line where it does not. */
function literal(value: unknown, indent: string): string {
  const parts = members(value);
  if (parts === null) return JSON.stringify(value);
  const [open, close, gap] = Array.isArray(value) ? ["[", "]", ""] : ["{", "}", " "];
  if (parts.length === 0) return open + close;

  const inner = `${indent}  `;
  const oneLine = `${open}${gap}${parts.map(([key, member]) => key + literal(member, "")).join(", ")}${gap}${close}`;
  if (indent.length + oneLine.length < LINE_WIDTH - 2 && !oneLine.includes("\n")) return oneLine;
  const lines = parts.map(([key, member]) => `${inner}${key}${literal(member, inner)},\n`);
  return `${open}\n${lines.join("")}${indent}${close}`;
}

/** The members of a list or an object, each with what stands before it; null for a plain value. */
function members(value: unknown): (readonly [string, unknown])[] | null {
  if (Array.isArray(value)) return value.map((member) => ["", member] as const);
  if (typeof value !== "object" || value === null) return null;
  // The compiler's own type names serve nobody at run time and double the size.
  const kept = Object.entries(value).filter(([key]) => key !== "internalType");
  return kept.map(([key, member]) => [`${key}: `, member] as const);
}
