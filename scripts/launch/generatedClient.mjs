import { spawn } from "node:child_process";
import { LaunchError } from "./errors.mjs";
import { inRoot, ROOT, writtenAt } from "./paths.mjs";
import { withProgress } from "./progress.mjs";

const SCHEMA = inRoot("backend", "db", "schema.prisma");
const CLIENT = inRoot("backend", "db", "generated", "client.ts");
const PRISMA = inRoot("node_modules", "prisma", "build", "index.js");
/** Generating needs no schema engine, but Prisma would download one; any program that exits with 0 will do. */
const NO_ENGINE = "/usr/bin/true";

/** Writes Prisma's client, which is not in the repository, when the schema is newer or `isForced` says so. */
export async function ensureGeneratedClient(node, isForced = false) {
  if (!isForced && writtenAt(CLIENT) >= writtenAt(SCHEMA)) return;
  await withProgress("Generating the database client", () => generateClient(node));
}

function generateClient(node) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: NO_ENGINE, PRISMA_HIDE_UPDATE_MESSAGE: "1" };
    const options = { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] };
    const child = spawn(node, [PRISMA, "generate", "--schema", SCHEMA], options);
    let output = "";
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new LaunchError(`Generating the database client failed: ${output.trim()}`));
    });
  });
}
