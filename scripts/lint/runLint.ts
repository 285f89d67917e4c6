import { spawn } from "node:child_process";
import { type Check, lintChecks } from "#scripts/lint/checks.ts";
import type { Report } from "#scripts/runtime/installProgram.ts";
import { ROOT } from "#scripts/start/folders.ts";

const MS_PER_SECOND = 1_000;

/** Runs every check, says how each went, and shows what the failed ones said. */
export async function runLint(report: Report): Promise<{ passed: number; failed: number }> {
  let failed = 0;
  const checks = lintChecks();
  for (const check of checks) {
    const startedAt = performance.now();
    const { code, output } = await run(check);
    const seconds = ((performance.now() - startedAt) / MS_PER_SECOND).toFixed(1);
    report(`  ${code === 0 ? "✓" : "✗"} ${check.name} (${seconds} s)`);
    if (code === 0) continue;
    failed++;
    report(output.trimEnd());
  }
  return { passed: checks.length - failed, failed };
}

function run({ args }: Check): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
