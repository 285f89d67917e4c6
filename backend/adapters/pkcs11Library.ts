import { createRequire } from "node:module";
import type * as Pkcs11 from "pkcs11js";
import { TokenUnusable } from "./pkcs11Errors.ts";

/** The constants of PKCS#11, and the class that loads a module. */
export type Pkcs11Library = typeof Pkcs11;

export interface Pkcs11Module {
  readonly library: Pkcs11Library;
  readonly module: Pkcs11.PKCS11;
  /** Forgets every session and slot, so that a token that went and came back is seen anew. */
  restart(): void;
}

/** Loads the driver of an HSM, a shared library. @throws TokenUnusable */
export function loadPkcs11Module(path: string): Pkcs11Module {
  const library = loadLibrary();
  const module = new library.PKCS11();
  try {
    module.load(path);
  } catch (cause) {
    const advice = "set SIGNER_PKCS11_MODULE to the library of your HSM";
    throw new TokenUnusable(`${path} cannot be loaded as a PKCS#11 module: ${advice}.`, { cause });
  }
  initialize(library, module);
  return {
    library,
    module,
    restart() {
      try {
        module.C_Finalize();
      } catch {
        // It was down already; what counts is that it comes up.
      }
      initialize(library, module);
    },
  };
}

/** The result that a PKCS#11 call ended with, as CKR_…; undefined for any other error. */
export function resultOf(library: Pkcs11Library, error: unknown): string | undefined {
  return error instanceof library.Pkcs11Error ? error.message.split(":")[0] : undefined;
}

/** Loaded when it is needed: an installation without an HSM does without its native code. */
function loadLibrary(): Pkcs11Library {
  try {
    const library: Pkcs11Library = createRequire(import.meta.url)("pkcs11js");
    return library;
  } catch (cause) {
    const advice = "install a C++ compiler, Python and make, then run npm rebuild pkcs11js";
    throw new TokenUnusable(`The package pkcs11js, which talks to HSMs, was not built here: ${advice}.`, {
      cause,
    });
  }
}

function initialize(library: Pkcs11Library, module: Pkcs11.PKCS11): void {
  try {
    module.C_Initialize();
  } catch (error) {
    const result = resultOf(library, error);
    if (result === "CKR_CRYPTOKI_ALREADY_INITIALIZED") return;
    const advice = "see the manual of your HSM for its configuration";
    throw new TokenUnusable(`The PKCS#11 module does not start (${result ?? "no answer"}): ${advice}.`, {
      cause: error,
    });
  }
}
