import { existsSync, readdirSync } from "node:fs";
import { runNpm } from "./npm.mjs";
import { inRoot, writtenAt } from "./paths.mjs";
import { withProgress } from "./progress.mjs";

/** Runs `npm ci` when the dependencies are missing, older than the lockfile, or incomplete. */
export async function ensureInstalled(node) {
  const installedAt = writtenAt(inRoot("node_modules", ".package-lock.json"));
  if (installedAt >= writtenAt(inRoot("package-lock.json")) && hasNativeParts()) return;
  const task = { node, args: ["ci"], doing: "Installing the dependencies" };
  await withProgress("Installing the dependencies (npm ci)", () => runNpm(task));
}

/** `npm ci` under a Node that is too old for Hardhat leaves out its native package without a word. */
function hasNativeParts() {
  const scope = inRoot("node_modules", "@nomicfoundation");
  return existsSync(scope) && readdirSync(scope).some((name) => name.startsWith("edr-"));
}
