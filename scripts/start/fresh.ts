import { rmSync } from "node:fs";
import { removePostgresData } from "#scripts/runtime/postgres.ts";
import { StartRefused } from "#scripts/start/errors.ts";
import type { HouseFolders } from "#scripts/start/folders.ts";

/**
 * Deletes what earlier starts left: database, queue, chain, vault, keys and secrets. Logs stay.
 * @throws StartRefused when the books are in a database of the user's, which is not ours to empty.
 */
export function forgetEverything(folders: HouseFolders, given: Readonly<Record<string, string>>): void {
  if (given.DATABASE_URL !== undefined) {
    throw new StartRefused(
      "--fresh does not empty the database that DATABASE_URL names: empty it yourself, or unset DATABASE_URL.",
    );
  }
  removePostgresData(folders.postgres);
  const { redis, chain, signer, vaultFile, secretsFile } = folders;
  for (const path of [redis, chain, signer, vaultFile, `${vaultFile}.deploying`, secretsFile])
    rmSync(path, { recursive: true, force: true });
}
