import { KeyUnavailable } from "#backend/adapters/keyBackend.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";
import type { Signable } from "./signable.ts";
import type { Signed, SignerStore } from "./signer.store.ts";
import type { ProvenSigner } from "./signProven.ts";

export interface SignOnceDependencies {
  readonly sign: ProvenSigner;
  readonly store: SignerStore;
  isStopped(): boolean;
}

export interface Asked {
  readonly nowSeconds: bigint;
  readonly requestHash: string;
}

/**
 * Decodes, judges, signs and records; a refusal is recorded just the same, and returned rather than thrown so
 * that it does not take back the work it shares a commit with.
 */
export async function signOnce(
  wanted: Signable,
  { sign, store, isStopped }: SignOnceDependencies,
  { nowSeconds, requestHash }: Asked,
): Promise<Signed | SigningRefused> {
  const { subject, digest } = wanted;
  const entry = { atSeconds: nowSeconds, subject, digest, requestHash };
  try {
    if (isStopped()) throw new SigningRefused("SIGNER_STOPPED", "The signer's kill switch is set.");
    wanted.decode();
    const standing = wanted.findStanding(nowSeconds);
    if (standing !== undefined) {
      store.appendLog({ ...entry, outcome: "repeated", reason: "" });
      return standing;
    }
    wanted.judge(nowSeconds);
    const signed = { digest, signature: await sign(digest) };
    wanted.record(signed, nowSeconds);
    store.appendLog({ ...entry, outcome: "signed", reason: "" });
    return signed;
  } catch (error) {
    const refusal = asRefusal(error);
    store.appendLog({ ...entry, outcome: "refused", reason: refusal.reason });
    return refusal;
  }
}

function asRefusal(error: unknown): SigningRefused {
  if (error instanceof SigningRefused) return error;
  if (error instanceof KeyUnavailable) {
    return new SigningRefused("KEY_UNAVAILABLE", error.message, { cause: error });
  }
  throw error;
}
