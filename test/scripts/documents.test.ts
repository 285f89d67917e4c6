import { type Abi, toFunctionSignature } from "viem";
import { describe, expect, test } from "vitest";
import { ALERT_KINDS } from "#backend/modules/settlement/alerts.ts";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { readAdministerOptions } from "#scripts/administer/options.ts";
import { parseCheckOptions } from "#scripts/deploy/inspect/options.ts";
import { parseDeployOptions } from "#scripts/deploy/options.ts";
import { readExitOptions } from "#scripts/exit/options.ts";
import { readOptions as readRebuildOptions } from "#scripts/rebuild/options.ts";
import { readSignerOptions } from "#scripts/signer/options.ts";
import { readOptions as readVerifyOptions } from "#scripts/verify/options.ts";
import { readOptions as readStatementOptions } from "#scripts/verifyStatement/options.ts";
import { runCommand } from "#test/scripts/deploy/support/runCommand.ts";
import { commandsOf, DOCUMENTS, type DocumentedCommand, textOf } from "#test/support/documentedCommands.ts";

const ACCOUNT = `0x${"12".repeat(20)}`;
const NODE = "http://127.0.0.1:9";
const PLACEHOLDERS = {
  "0x…": ACCOUNT,
  "0xYOU": ACCOUNT,
  $VAULT: ACCOUNT,
  $SAFE: ACCOUNT,
  $OLD: ACCOUNT,
  $NEW: ACCOUNT,
  $NEW_SIGNER: ACCOUNT,
  $TOKEN: ACCOUNT,
  $ID: `0x${"34".repeat(32)}`,
  $ROUND: "018f0000-0000-7000-8000-000000000001",
  $PARAMS: '{"mines":3,"maxPicks":22}',
  $ACTIONS: '[{"action":"cashOut"}]',
  $RPC: NODE,
  URL: NODE,
  "https://…": NODE,
  $QUANTA: "5",
  N: "1",
  A: "1",
  B: "2",
  NAME: "bsc",
};

/** Commands that read their arguments in a module of their own. */
const PARSERS: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
  administer: readAdministerOptions,
  "check-deployment": parseCheckOptions,
  deploy: parseDeployOptions,
  exit: readExitOptions,
  rebuild: readRebuildOptions,
  signer: readSignerOptions,
  verify: readVerifyOptions,
  "verify-statement": readStatementOptions,
};
/** Commands that are one file: with nothing to work on they fail, but not for what they were told. */
const SCRIPTS: Readonly<Record<string, string>> = {
  "grant-role": "scripts/staff/main.ts",
  "kill-switch": "scripts/killSwitch.ts",
  "prove-balance": "scripts/proveBalance.ts",
  "void-round": "scripts/voidRound.ts",
  replay: "scripts/replay.ts",
};
/** Commands whose words are kinds of work, and are run by tests of their own. */
const OTHERS: readonly string[] = ["bench", "simulate"];

const shown = DOCUMENTS.flatMap((document) =>
  commandsOf(document, PLACEHOLDERS).map((command) => ({ document, ...command })),
);
const withArguments = shown.filter(({ args }) => args.length > 0);

function lineOf({ name, args }: DocumentedCommand): string {
  return `${name} ${args.join(" ")}`;
}

/** In the middle of an incident nobody has time for a command that does not exist. */
describe("the commands of README and docs", () => {
  test("behavior: every npm script that they name exists, and no program of others is needed", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    expect(shown.length).toBeGreaterThan(40);
    expect(shown.filter(({ name }) => scripts[name] === undefined)).toEqual([]);
    for (const page of ["docs/SECURITY.md", "docs/OPERATIONS.md"])
      expect(textOf(page)).not.toMatch(/\bcast\b/);
  });

  test("behavior: every argument that they show is one that the command takes", () => {
    const parsed = withArguments.filter(({ name }) => PARSERS[name] !== undefined);
    expect(parsed.length).toBeGreaterThan(20);
    for (const command of parsed) {
      expect(() => PARSERS[command.name]?.(command.args), lineOf(command)).not.toThrow();
    }
    const known = [...Object.keys(PARSERS), ...Object.keys(SCRIPTS), ...OTHERS];
    expect(withArguments.filter(({ name }) => !known.includes(name))).toEqual([]);
  });

  test("behavior: so do the commands that are one file", async () => {
    const lines = new Map(
      withArguments.filter(({ name }) => SCRIPTS[name] !== undefined).map((shown) => [lineOf(shown), shown]),
    );
    expect(lines.size).toBeGreaterThan(5);
    for (const [line, { name, args }] of lines) {
      const env = { DATABASE_URL: "postgres://127.0.0.1:9/nothing" };
      const { code, stderr } = await runCommand({ script: SCRIPTS[name] ?? "", args, env });
      expect(code, line).toBe(1);
      expect(stderr, line).not.toMatch(/^Usage/);
    }
  });
});

describe("docs/SECURITY.md and docs/OPERATIONS.md", () => {
  test("behavior: every call that the pages name is one of the contracts'", () => {
    const known = new Set([vaultAbi, accessManagerAbi].flatMap(signatures));
    const pages = [...DOCUMENTS, "docs/decisions/0009-checkpoints-and-exit.md"];
    const named = pages.flatMap((page) => [...textOf(page).matchAll(/`([a-z]\w*\([a-z0-9,()]*\))`/g)]);
    const calls = named.flatMap(([, signature]) => signature ?? []);
    expect(calls.filter((call) => !known.has(call))).toEqual([]);
  });

  test("behavior: every event that they name is one of the contracts'", () => {
    const events = new Set<string>(
      [...vaultAbi, ...accessManagerAbi].flatMap((item) => (item.type === "event" ? item.name : [])),
    );
    const table =
      textOf("docs/SECURITY.md").match(/## The powers over a vault[\s\S]*?\n\n\n?What one/)?.[0] ?? "";
    const named = [...table.matchAll(/`([A-Z]\w+)`/g)].flatMap(([, name]) => name ?? []);
    const foreign = ["AccessManager"];
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !events.has(name) && !foreign.includes(name))).toEqual([]);
  });

  test("behavior: every alert has its line, and every line its alert", () => {
    const table = textOf("docs/OPERATIONS.md").match(/\| alert \| means \|[\s\S]*?\n\n/)?.[0] ?? "";
    const rows = [...table.matchAll(/^\|([^|]*)\|/gm)].flatMap(([, first = ""]) => [
      ...first.matchAll(/`(\w+)`/g),
    ]);
    expect(rows.map(([, kind]) => kind).toSorted()).toEqual(ALERT_KINDS.toSorted());
    const others = textOf("docs/SECURITY.md").matchAll(/alerts? `(\w+)`/g);
    expect([...others].filter(([, kind]) => !ALERT_KINDS.some((known) => known === kind))).toEqual([]);
  });

  test("behavior: links between the pages lead somewhere", () => {
    const headings = [...textOf("docs/SECURITY.md").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replace(/[^\w\s-]/g, "")
        .replaceAll(" ", "-"),
    );
    const links = [
      ...textOf("docs/SECURITY.md").matchAll(/\]\(#([\w-]+)\)/g),
      ...DOCUMENTS.flatMap((page) => [...textOf(page).matchAll(/SECURITY\.md#([\w-]+)\)/g)]),
    ].flatMap(([, anchor]) => anchor ?? []);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });
});

function signatures(abi: Abi): string[] {
  return abi.flatMap((item) => (item.type === "function" ? toFunctionSignature(item) : []));
}
