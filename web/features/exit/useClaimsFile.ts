import { useCallback, useRef, useState } from "react";
import { type ClaimsFile, MAX_FILE_BYTES } from "@/lib/vault/claimsFile";

/** Why a file cannot be used. */
export type FileFault = "tooLarge" | "unreadable" | "leavesChanged" | "proofChanged";

/** The file that was chosen, once it is read. */
export type FileState =
  | { readonly kind: "none" }
  | { readonly kind: "reading"; readonly name: string }
  | { readonly kind: "failed"; readonly name: string; readonly reason: FileFault }
  | { readonly kind: "read"; readonly name: string; readonly file: ClaimsFile; readonly serial: number };

/** Reads a proof file or a leaves file from the disk. Nothing of it leaves the browser. */
export function useClaimsFile() {
  const [state, setState] = useState<FileState>({ kind: "none" });
  /** Tells files apart that name the same checkpoint. */
  const serial = useRef(0);

  const read = useCallback(async (chosen: File) => {
    const { name } = chosen;
    if (chosen.size > MAX_FILE_BYTES) return setState({ kind: "failed", name, reason: "tooLarge" });
    setState({ kind: "reading", name });
    const { LeavesFileChanged, ProofFileChanged, readClaimsFile } = await import("@/lib/vault/claimsFile");
    try {
      const text = await chosen.text();
      await painted();
      serial.current += 1;
      setState({ kind: "read", name, file: readClaimsFile(text), serial: serial.current });
    } catch (error) {
      setState({ kind: "failed", name, reason: faultOf(error) });
    }

    function faultOf(error: unknown): FileFault {
      if (error instanceof ProofFileChanged) return "proofChanged";
      return error instanceof LeavesFileChanged ? "leavesChanged" : "unreadable";
    }
  }, []);

  return { state, read };
}

/** A tree of many leaves takes seconds to build: what is shown meanwhile must be on the screen before. */
function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
