import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { writeFileAtomic } from "#scripts/runtime/atomicFile.ts";

const KEY_BYTES = 32;
const Secrets = z.object({
  jwtPrivateKey: z.base64(),
  seedEncryptionKey: z.base64(),
  keystorePassword: z.string().min(12),
});
export type Secrets = z.output<typeof Secrets>;

/** The local house's own secrets: made at random on the first start, readable by their owner alone. */
export async function readOrCreateSecrets(path: string): Promise<Secrets> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
  if (text !== undefined) return Secrets.parse(JSON.parse(text));
  const secrets = {
    jwtPrivateKey: randomBytes(KEY_BYTES).toString("base64"),
    seedEncryptionKey: randomBytes(KEY_BYTES).toString("base64"),
    keystorePassword: randomBytes(KEY_BYTES).toString("base64url"),
  };
  await writeFileAtomic(path, JSON.stringify(secrets));
  return secrets;
}
