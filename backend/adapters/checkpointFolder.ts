import { access, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A folder of public files that are written once and never change. */
export interface CheckpointFolder {
  has(name: string): Promise<boolean>;
  /** All or nothing: whoever copies the folder never sees half a file. */
  write(name: string, text: string): Promise<void>;
}

export function openCheckpointFolder(path: string): CheckpointFolder {
  return {
    has: (name) =>
      access(join(path, name)).then(
        () => true,
        () => false,
      ),
    async write(name, text) {
      await mkdir(path, { recursive: true });
      const target = join(path, name);
      await writeFile(`${target}.part`, text);
      await rename(`${target}.part`, target);
    },
  };
}
