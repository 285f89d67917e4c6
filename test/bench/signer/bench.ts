import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keySource, openSignerKey } from "#backend/adapters/signerKey.ts";
import { initKey } from "#scripts/signer/signingKey.ts";
import { checkAnswers } from "#test/bench/signer/correctness.ts";
import { measureKey, measureSigner } from "#test/bench/signer/measure.ts";
import { createSoftHsm } from "#test/support/softHsm.ts";

/** What typed-data signing must reach in an HSM. */
const GOAL_PER_SECOND = 300;
const DEFAULT_SECONDS = 5;

/**
 * Signatures per second: of the key alone (digest, signature in the token, and the proof that it is right), and
 * through the signer as a process, with its policy, its disk and its socket. Both only after the answers were
 * found correct.
 */
export async function benchSigner({ seconds = DEFAULT_SECONDS }: { seconds?: number | undefined }) {
  const folder = await mkdtemp(join(tmpdir(), "fairhouse-bench-"));
  try {
    const hsm = await createSoftHsm(folder);
    // The HSM's library looks it up when it is loaded into this process.
    Object.assign(process.env, hsm.environment);
    const softHsm = {
      SIGNER_PKCS11_MODULE: hsm.modulePath,
      SIGNER_PKCS11_TOKEN: hsm.token,
      SIGNER_PKCS11_PIN: hsm.pin,
      SIGNER_PKCS11_KEY: "fairhouse-signer",
    };
    const keystore = {
      SIGNER_KEYSTORE: join(folder, "keystore.json"),
      SIGNER_KEYSTORE_PASSWORD: "a password for benches",
      SIGNER_PKCS11_KEY: "",
    };
    const figures = {
      softHsm: await benchKey(join(folder, "softhsm"), softHsm, seconds),
      keystore: await benchKey(join(folder, "keystore"), keystore, seconds),
    };
    const { typedDataPerSecond } = figures.softHsm.key;
    return {
      seconds,
      goalPerSecond: GOAL_PER_SECOND,
      isGoalMet: typedDataPerSecond >= GOAL_PER_SECOND,
      ...figures,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type KeyEnvironment = Readonly<Record<string, string>> & { readonly SIGNER_PKCS11_KEY: string };

async function benchKey(folder: string, settings: KeyEnvironment, seconds: number) {
  await initKey(settings);
  const key = await openSignerKey(keySource(settings));
  const correctness = await checkAnswers(key);
  return {
    correctness,
    key: await measureKey(key, seconds),
    signer: await measureSigner({ folder, settings, address: key.address(), seconds }),
  };
}
