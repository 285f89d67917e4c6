import { useCallback, useState } from "react";
import { type EpochProof, epochProof } from "#domain/api/epochs.ts";

/** A proof file that was chosen, once it is read. */
export type ProofFileState =
  | { readonly kind: "none" }
  | { readonly kind: "unreadable"; readonly name: string }
  | { readonly kind: "read"; readonly name: string; readonly file: EpochProof };

/** A path has at most 32 hashes, so that no proof comes near this. */
const MAX_FILE_BYTES = 100_000;

/** Reads a proof from the disk. Nothing of it leaves the browser. */
export function useProofFile() {
  const [state, setState] = useState<ProofFileState>({ kind: "none" });
  const read = useCallback(async (chosen: File) => {
    const { name } = chosen;
    const file = chosen.size > MAX_FILE_BYTES ? null : parsed(await chosen.text());
    setState(file === null ? { kind: "unreadable", name } : { kind: "read", name, file });
  }, []);
  return { state, read };
}

/** Null for a text that is no proof. */
function parsed(text: string): EpochProof | null {
  try {
    return epochProof.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
