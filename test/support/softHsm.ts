import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { findOrInstall } from "#scripts/runtime/installProgram.ts";

/** An HSM in software, in a folder of its own. */
export type SoftHsm = {
  readonly modulePath: string;
  readonly token: string;
  readonly pin: string;
  readonly tokenFolder: string;
  /** Names the HSM to its library, in the environment of the process that loads it. */
  readonly environment: { readonly SOFTHSM2_CONF: string };
};

const SOFTHSM = {
  title: "SoftHSM",
  names: ["softhsm2-util"],
  aptPackages: ["softhsm2"],
  brewArguments: ["softhsm"],
} as const;
const MODULE_PATHS = [
  "/usr/lib/softhsm/libsofthsm2.so",
  "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
  "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
  "/usr/local/lib/softhsm/libsofthsm2.so",
  "/opt/homebrew/lib/softhsm/libsofthsm2.so",
] as const;
const run = promisify(execFile);

/** Makes an HSM with one empty token; installs SoftHSM first when this machine has none. */
export async function createSoftHsm(folder: string, token = "fairhouse"): Promise<SoftHsm> {
  const program = await findOrInstall(SOFTHSM, (line) => console.log(line));
  const modulePath = MODULE_PATHS.find((path) => existsSync(path));
  if (modulePath === undefined) throw new Error(`SoftHSM has no library at ${MODULE_PATHS.join(", ")}.`);
  const tokenFolder = join(folder, "tokens");
  await mkdir(tokenFolder, { recursive: true, mode: 0o700 });
  const config = join(folder, "softhsm2.conf");
  const lines = [`directories.tokendir = ${tokenFolder}`, "objectstore.backend = file", "log.level = ERROR"];
  await writeFile(config, `${lines.join("\n")}\n`);
  const environment = { SOFTHSM2_CONF: config };
  const pin = "an HSM's PIN, for tests";
  const making = ["--init-token", "--free", "--label", token, "--pin", pin, "--so-pin", "officer for tests"];
  await run(program, making, { env: { ...systemEnvironment(), ...environment } });
  return { modulePath, token, pin, tokenFolder, environment };
}
