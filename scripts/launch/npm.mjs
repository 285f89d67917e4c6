import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { LaunchError } from "./errors.mjs";
import { ROOT } from "./paths.mjs";

const CLI = "npm-cli.js";
const SHOWN_LINES = 4;
const NETWORK_FAILURE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/;

/**
 * Runs npm's own program under the given Node.
 * @param {{ node: string, args: string[], doing: string }} task `doing` completes the sentence "… failed".
 */
export async function runNpm({ node, args, doing }) {
  const quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  const { code, output } = await collect(node, [npmProgram(), ...args, ...quiet]);
  if (code === 0) return;
  const cause = NETWORK_FAILURE.test(output)
    ? "the npm registry cannot be reached; check the network and try again"
    : output.trim().split("\n").slice(0, SHOWN_LINES).join(" | ");
  throw new LaunchError(`${doing} failed: ${cause}.`);
}

/** npm as it started us, or the one beside this Node, or the one on the PATH. */
function npmProgram() {
  const started = process.env.npm_execpath;
  const besideNode = join(dirname(dirname(process.execPath)), "lib", "node_modules", "npm", "bin", CLI);
  const onPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "npm"));
  const found = [started, besideNode, ...onPath]
    .filter((path) => path !== undefined && existsSync(path))
    .map((path) => realpathSync(path))
    .find((path) => basename(path) === CLI);
  if (found === undefined)
    throw new LaunchError("npm was not found: install Node with npm from https://nodejs.org.");
  return found;
}

/** Install scripts look for `node` on the PATH: they must find the same one. */
function collect(node, args) {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` };
    const child = spawn(node, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code, output }));
  });
}
