import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

const SECRET_BYTES = 24;
const OWNER_ONLY = 0o600;

/** Replaces a file in one step that survives a crash: readers see the old content or the new, never a part. */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  mode = OWNER_ONLY,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  const file = await open(draft, "w", mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** The secret kept in a file that only its owner can read; made at random on first use. */
export async function readOrCreateSecret(path: string): Promise<string> {
  const kept = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
  if (kept !== undefined) return kept.trim();
  const secret = randomBytes(SECRET_BYTES).toString("hex");
  await writeFileAtomic(path, secret);
  return secret;
}
