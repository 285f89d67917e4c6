import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "#scripts/start/folders.ts";

type Planted = { rule: string; from: string; imports: string };
type Rule = { name: string; severity: string };
type Violation = { from: string; rule: string };

const FOLDERS = ["domain", "backend", "indexer", "web", "scripts", "test"];
const MAX_REPORT_BYTES = 16 * 1024 * 1024;

/** One violation of each rule, as a file and the one thing it imports. */
const PLANTED: readonly Planted[] = [
  { rule: "no-circles", from: "domain/money/egg.ts", imports: "#domain/money/hen.ts" },
  { rule: "no-unresolved", from: "backend/http/lost.ts", imports: "no-such-package" },
  { rule: "domain-is-pure", from: "domain/games/readsFiles.ts", imports: "node:fs" },
  { rule: "domain-is-pure", from: "domain/games/parses.ts", imports: "zod" },
  { rule: "domain-is-pure", from: "domain/games/reachesOut.ts", imports: "#backend/db/pool.ts" },
  { rule: "domain-rules-do-not-know-the-api", from: "domain/games/shaped.ts", imports: "#domain/api/bet.ts" },
  { rule: "domain-api-parses-only", from: "domain/api/stores.ts", imports: "pg" },
  { rule: "web-stands-alone", from: "web/lib/shortcut.ts", imports: "#backend/db/pool.ts" },
  { rule: "features-stay-apart", from: "web/features/wallet/peek.ts", imports: "@/features/lobby/list.ts" },
  {
    rule: "web-parts-do-not-know-features",
    from: "web/components/Odd.ts",
    imports: "@/features/lobby/list.ts",
  },
  {
    rule: "backend-stands-alone",
    from: "backend/modules/wallet/ahead.service.ts",
    imports: "#indexer/follow.ts",
  },
  {
    rule: "indexer-knows-the-database-only",
    from: "indexer/handlers/deposited.ts",
    imports: "#backend/modules/users/users.service.ts",
  },
  {
    rule: "stores-are-private",
    from: "backend/modules/wallet/nosy.service.ts",
    imports: "#backend/modules/users/users.store.ts",
  },
  { rule: "only-edges-touch-the-outside", from: "backend/modules/wallet/sql.service.ts", imports: "pg" },
  { rule: "only-edges-touch-the-outside", from: "indexer/disk.ts", imports: "node:fs/promises" },
  { rule: "tools-are-not-imported", from: "backend/http/tooled.ts", imports: "#scripts/seed.ts" },
  { rule: "scripts-do-not-know-tests", from: "scripts/cheat.ts", imports: "#test/support/player.ts" },
];

/** What the planted files import, and what is allowed: none of these may be reported. */
const INNOCENT: Readonly<Record<string, string>> = {
  "domain/money/hen.ts": 'export * from "#domain/money/egg.ts";',
  "domain/api/bet.ts": 'export { z } from "zod";',
  "domain/money/hash.ts": 'export { keccak_256 } from "@noble/hashes/sha3.js";',
  "backend/db/pool.ts": 'export { default } from "pg";',
  "backend/config.ts": "export const config = 1;",
  "backend/modules/users/users.store.ts": 'export { default } from "pg";',
  "backend/modules/users/users.service.ts":
    'export type { Pool } from "pg";\nexport * from "#backend/modules/users/users.store.ts";',
  "indexer/follow.ts": 'export * from "#backend/db/pool.ts";\nexport * from "#backend/config.ts";',
  "web/features/lobby/list.ts": 'export * from "@/lib/cards.ts";',
  "web/lib/cards.ts": "export const cards = [];",
  "scripts/seed.ts": 'export * from "#backend/db/pool.ts";',
  "test/support/player.ts": 'export * from "#scripts/seed.ts";',
};

const config = createRequire(import.meta.url)(join(ROOT, ".dependency-cruiser.cjs")) as {
  forbidden: Rule[];
};
let tree: string;
let reported: Violation[];

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), "fairhouse-layers-"));
  await symlink(join(ROOT, "node_modules"), join(tree, "node_modules"));
  for (const file of ["package.json", "tsconfig.json", ".dependency-cruiser.cjs"])
    await cp(join(ROOT, file), join(tree, file));
  const planted = PLANTED.map(({ from, imports }) => [from, `export * from "${imports}";`] as const);
  for (const [path, source] of [...Object.entries(INNOCENT), ...planted]) await plant(path, source);
  reported = await violations();
});

afterAll(() => rm(tree, { recursive: true, force: true }));

async function plant(path: string, source: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), `${source}\n`);
}

/** Runs the tool as `npm run lint` does; it ends with the number of violations as its exit code. */
async function violations(): Promise<Violation[]> {
  const tool = join(ROOT, "node_modules", "dependency-cruiser", "bin", "dependency-cruiser.mjs");
  const args = [tool, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...FOLDERS];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: tree,
    maxBuffer: MAX_REPORT_BYTES,
  }).catch((failure: { stdout: string }) => failure);
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: Rule }[] } };
  return summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}

describe("layer rules", () => {
  test.each(PLANTED)("error: $rule is found in $from", ({ rule, from }) => {
    expect(reported).toContainEqual({ from, rule });
  });

  test("behavior: what the layers allow is not reported", () => {
    const innocent = Object.keys(INNOCENT);
    expect(reported.filter(({ from }) => innocent.includes(from))).toEqual([]);
  });

  test("behavior: every rule has a planted violation, and stops the check", () => {
    const planted = new Set(PLANTED.map(({ rule }) => rule));
    expect(config.forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
    expect(config.forbidden.every(({ severity }) => severity === "error")).toBe(true);
  });
});
