import { readFile } from "node:fs/promises";
import { epochProof } from "#domain/api/epochs.ts";
import { FairhouseError } from "#domain/errors.ts";
import { isIncluded } from "#domain/fairness/epoch.ts";

/** What was found out about a proof file: the answer of `GET /v1/fairness/epochs/{id}/proof`, as it came. */
export interface EpochFinding {
  readonly commitment: string;
  readonly isIncluded: boolean;
  /** To be compared with `rootOf(kind, epoch)` of the registry, which nobody can change. */
  readonly root: string;
  readonly epoch: string;
  readonly kind: string;
  readonly registry: string | null;
}

/** @throws ProofFileInvalid */
export async function verifyEpochProof(file: string): Promise<EpochFinding> {
  const { epoch, proof } = await readProof(file);
  return {
    commitment: proof.hash,
    isIncluded: isIncluded(epoch.root, proof),
    root: epoch.root,
    epoch: epoch.epoch,
    kind: epoch.kind,
    registry: epoch.registry,
  };
}

async function readProof(file: string) {
  try {
    return epochProof.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new ProofFileInvalid(file, { cause });
  }
}

/** The file cannot be read, or is no proof. */
export class ProofFileInvalid extends FairhouseError {
  readonly code = "PROOF_FILE_INVALID";

  constructor(file: string, options?: ErrorOptions) {
    super(`${file} is not the answer of /v1/fairness/epochs/{id}/proof.`, options);
  }
}
