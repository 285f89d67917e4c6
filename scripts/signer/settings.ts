import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { readConfig, signerCommandSettings } from "#backend/config.ts";
import { FairhouseError } from "#domain/errors.ts";
import { givenSettings } from "#scripts/runtime/environment.ts";
import { houseFolders, ROOT } from "#scripts/start/folders.ts";
import { readOrCreateSecrets } from "#scripts/start/secrets.ts";

export type SignerCommandSettings = z.output<typeof signerCommandSettings>;

/** A command needs a setting that is not there. */
export class SettingMissing extends FairhouseError {
  readonly code = "SETTING_MISSING";

  constructor(name: string, what: string) {
    super(`Set ${name} in the environment or .env to ${what}.`);
  }
}

/** The signer's settings: the user's own, or else those of the house that runs from this folder. */
export async function commandSettings(): Promise<SignerCommandSettings> {
  if (existsSync(join(ROOT, ".env"))) process.loadEnvFile(join(ROOT, ".env"));
  const own = givenSettings(Object.keys(signerCommandSettings.shape));
  const folders = houseFolders(join(ROOT, ".fairhouse"));
  const isOwn = Object.keys(own).length > 0 || !existsSync(folders.secretsFile);
  if (isOwn) return readConfig(signerCommandSettings, own);
  const { keystorePassword } = await readOrCreateSecrets(folders.secretsFile);
  return readConfig(signerCommandSettings, {
    SIGNER_KEYSTORE: join(folders.signer, "keystore.json"),
    SIGNER_KEYSTORE_PASSWORD: keystorePassword,
    SIGNER_POLICY: join(folders.signer, "policy.json"),
    SIGNER_STORE: join(folders.signer, "signed.sqlite"),
  });
}
