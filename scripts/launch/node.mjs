import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LaunchError } from "./errors.mjs";
import { runNpm } from "./npm.mjs";
import { inRoot } from "./paths.mjs";
import { withProgress } from "./progress.mjs";

const WANTED_MAJOR = 24;
const VERSION = "24.21.0";
/** npm packages that carry nothing but the Node program of one platform. */
const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];

/** The path of a Node that runs this product: this one if it is new enough, else one fetched into `.fairhouse`. */
export async function ensureNode() {
  if (Number.parseInt(process.versions.node, 10) >= WANTED_MAJOR) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) {
    throw new LaunchError(
      `Node ${WANTED_MAJOR} or newer is needed and cannot be fetched for ${platform}: install it first.`,
    );
  }
  const home = inRoot(".fairhouse", `node-${VERSION}`);
  const program = join("node_modules", `node-${platform}`, "bin", "node");
  if (!existsSync(join(home, program)))
    await withProgress(`Fetching Node ${VERSION}`, () => fetchNode(home, platform));
  return join(home, program);
}

/** Installs beside the final place and moves it there, so that an interrupted download is never taken for a Node. */
async function fetchNode(home, platform) {
  const draft = `${home}.${process.pid}.tmp`;
  await mkdir(draft, { recursive: true });
  try {
    await writeFile(join(draft, "package.json"), '{ "private": true }');
    const what = `node-${platform}@${VERSION}`;
    const args = ["install", "--prefix", draft, "--no-save", "--ignore-scripts", what];
    await runNpm({ node: process.execPath, args, doing: `Fetching Node ${VERSION}` });
    await rm(home, { recursive: true, force: true });
    await rename(draft, home);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
