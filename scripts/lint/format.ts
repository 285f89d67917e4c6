import { spawnSync } from "node:child_process";
import { program } from "#scripts/lint/checks.ts";
import { ROOT } from "#scripts/start/folders.ts";

/** `npm run format`: rewrites the sources in the one style that `npm run lint` asks for. */
const FORMATTERS = [
  [program("biome"), "check", "--write", "."],
  [program("prettier"), "--write", "--log-level", "warn", "{contracts,test}/**/*.sol"],
];

const results = FORMATTERS.map((args) => spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" }));
process.exitCode = results.every(({ status }) => status === 0) ? 0 : 1;
