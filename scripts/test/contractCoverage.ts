import { spawn } from "node:child_process";
import { cp, glob, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { ROOT } from "#scripts/start/folders.ts";
import {
  type Branch,
  COUNTER,
  countBranches,
  counterSource,
  outcomeAt,
} from "#scripts/test/branches/countBranches.ts";
import { uncoveredLines } from "#scripts/test/branches/uncoveredLines.ts";

/**
 * `node scripts/test/contractCoverage.ts`: fails unless the contracts' tests in TypeScript run every line of `contracts/`
 * and see both outcomes of every condition in it. Hardhat counts lines but no branches, so this runs a copy of the
 * project whose conditions go through functions that Hardhat can count. Mocks are left out, and so is what stands in
 * assembly: Hardhat cannot look into it.
 */
const COPIED = [
  "contracts",
  "domain",
  "test/contracts",
  "test/peers",
  "test/vectors",
  "scripts/deploy",
  "hardhat.config.ts",
  "package.json",
  "tsconfig.json",
] as const;
const COUNTER_FILE = `contracts/${COUNTER}.sol`;
const HARDHAT = ["node_modules", "hardhat", "dist", "src", "cli.js"];

const folder = await mkdtemp(join(tmpdir(), "fairhouse-coverage-"));
try {
  process.exitCode = await main();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function main(): Promise<number> {
  for (const path of COPIED) await cp(join(ROOT, path), join(folder, path), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const branches = await countAll();
  const exitCode = await runTests();
  if (exitCode !== 0) {
    console.log("0 passed, 1 failed");
    return exitCode;
  }

  const gaps = gapsIn(await readFile(join(folder, "coverage", "lcov.info"), "utf8"), branches);
  for (const gap of gaps) console.error(gap);
  // Each condition has two outcomes to be seen.
  console.log(`${2 * branches.length - gaps.length} passed, ${gaps.length} failed`);
  return gaps.length === 0 ? 0 : 1;
}

async function countAll(): Promise<Branch[]> {
  const branches: Branch[] = [];
  for await (const file of glob("contracts/**/*.sol", { cwd: folder })) {
    if (isMock(file)) continue;
    const path = join(folder, file);
    await writeFile(path, countBranches(file, await readFile(path, "utf8"), branches));
  }
  await writeFile(join(folder, COUNTER_FILE), counterSource(branches));
  return branches;
}

function runTests(): Promise<number> {
  const args = [join(ROOT, ...HARDHAT), "test", "mocha", "--coverage"];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: folder, env: systemEnvironment(), stdio: "inherit" });
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });
}

function gapsIn(lcov: string, branches: readonly Branch[]): string[] {
  return uncoveredLines(lcov).flatMap(({ file, line }) => {
    if (isMock(file)) return [];
    if (file !== COUNTER_FILE) return [`${file}:${line} never ran`];
    const missed = outcomeAt(line, branches);
    if (missed === undefined) return [];
    const { branch, outcome } = missed;
    return [`${branch.file}:${branch.line} was never ${outcome}: ${branch.text}`];
  });
}

function isMock(file: string): boolean {
  return file.startsWith("contracts/mocks/");
}
