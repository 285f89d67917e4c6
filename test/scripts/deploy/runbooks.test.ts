import { readFileSync } from "node:fs";
import { type Abi, toFunctionSignature } from "viem";
import { describe, expect, test } from "vitest";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";

const ROOT = new URL("../../../", import.meta.url);
const DOCUMENTS = ["docs/SECURITY.md", "docs/OPERATIONS.md", "docs/decisions/0009-checkpoints-and-exit.md"];

/** In the middle of an incident nobody has time for a command that does not exist. */
describe("runbooks", () => {
  test("behavior: every call that they name is one of the contracts'", () => {
    const known = new Set([vaultAbi, accessManagerAbi].flatMap(signatures));
    const named = DOCUMENTS.flatMap((document) => [
      ...textOf(document).matchAll(
        /(?:cast \S+ [^`\n]*?'|`)([a-z]\w*\([a-z0-9,()]*?\))(?:\([a-z0-9,]*\))?['`]/g,
      ),
    ]).flatMap(([, signature]) => signature ?? []);
    const calls = [...new Set(named)];
    expect(calls.length).toBeGreaterThan(10);
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

  test("behavior: every npm script that they name exists", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const named = DOCUMENTS.flatMap((document) => [
      ...textOf(document).matchAll(/npm run (?:--silent )?([\w:-]+)/g),
    ]);
    expect(named.flatMap(([, name]) => name ?? []).filter((name) => scripts[name] === undefined)).toEqual([]);
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
      ...textOf("docs/OPERATIONS.md").matchAll(/SECURITY\.md#([\w-]+)\)/g),
    ].flatMap(([, anchor]) => anchor ?? []);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });
});

function signatures(abi: Abi): string[] {
  return abi.flatMap((item) => (item.type === "function" ? toFunctionSignature(item) : []));
}

function textOf(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}
