import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FairhouseError } from "#domain/errors.ts";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { ROOT } from "#scripts/start/folders.ts";

/** All that compiling and testing the contracts needs. */
const COPIED = [
  "contracts",
  "domain",
  "test/contracts",
  "test/vectors",
  "scripts/mutate",
  "scripts/test/hardhatTests.ts",
  "hardhat.config.ts",
  "package.json",
  "tsconfig.json",
] as const;

const QUICK_CONFIG = "scripts/mutate/quickConfig.ts";

/** The text to replace is not there, or more than once: the planted bug must follow the source. */
export class PatchDoesNotApply extends FairhouseError {
  readonly code = "PATCH_DOES_NOT_APPLY";
  readonly file: string;
  readonly found: number;

  constructor(file: string, found: number) {
    super(`${file} holds the text to replace ${found} times instead of once; correct the planted bug.`);
    this.file = file;
    this.found = found;
  }
}

/** Copies of the contracts and their tests, far from the repository, so that nothing there is ever touched. */
export class Workspace {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<Workspace> {
    const folder = await mkdtemp(join(tmpdir(), "fairhouse-mutate-"));
    for (const path of COPIED) await cp(join(ROOT, path), join(folder, path), { recursive: true });
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"), "dir");
    return new Workspace(folder);
  }

  /** A second workspace with everything that this one compiled. */
  async copy(): Promise<Workspace> {
    const folder = await mkdtemp(join(tmpdir(), "fairhouse-mutate-"));
    await cp(this.folder, folder, { recursive: true, verbatimSymlinks: true });
    return new Workspace(folder);
  }

  /** @throws PatchDoesNotApply */
  async replace(file: string, text: { old: string; new: string }): Promise<void> {
    const path = join(this.folder, file);
    const pieces = (await readFile(path, "utf8")).split(text.old);
    if (pieces.length !== 2) throw new PatchDoesNotApply(file, pieces.length - 1);
    await writeFile(path, pieces.join(text.new));
  }

  /** Runs a script of this folder's copy; resolves to all that it said. */
  async run(args: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, args, {
        cwd: this.folder,
        env: { ...systemEnvironment(), NODE_ENV: "test", HARDHAT_CONFIG: QUICK_CONFIG },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          said += text;
        });
      }
      child.on("error", reject);
      child.on("close", () => resolve(said));
    });
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
