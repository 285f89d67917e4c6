import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { systemEnvironment } from "#scripts/runtime/environment.ts";

/** Servers often live here although a desktop shell's PATH leaves these folders out. */
const EXTRA_FOLDERS = ["/usr/local/bin", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"] as const;

/** The full path of the first of `names` that can be executed, in the order given. */
export function findProgram(names: readonly string[]): string | undefined {
  const folders = [...(systemEnvironment().PATH ?? "").split(delimiter), ...EXTRA_FOLDERS].filter(Boolean);
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutableFile);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
