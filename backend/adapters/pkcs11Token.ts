import type { Handle } from "pkcs11js";
import { PinRefused, TokenUnusable } from "./pkcs11Errors.ts";
import { type Pkcs11Module, resultOf } from "./pkcs11Library.ts";

/** Where a key lives, and what opens it. */
export interface TokenAccess {
  /** The token's label. */
  readonly token: string;
  readonly pin: string;
}

export interface TokenSession extends Pkcs11Module {
  readonly session: Handle;
  close(): void;
}

/** Finds the token by its label and logs in. @throws TokenUnusable, PinRefused */
export function openToken(
  loaded: Pkcs11Module,
  { token, pin }: TokenAccess,
  mode: "read" | "write" = "read",
): TokenSession {
  const { library, module } = loaded;
  const slot = findSlot(loaded, token);
  const writing = mode === "write" ? library.CKF_RW_SESSION : 0;
  const session = calling(loaded, `A session with the token ${token}`, () =>
    module.C_OpenSession(slot, library.CKF_SERIAL_SESSION | writing),
  );
  const close = () => module.C_CloseSession(session);
  try {
    login(loaded, session, { token, pin });
  } catch (error) {
    close();
    throw error;
  }
  return { ...loaded, session, close };
}

function findSlot(loaded: Pkcs11Module, label: string): Handle {
  const { module } = loaded;
  const present = calling(loaded, "The list of tokens", () =>
    module.C_GetSlotList(true).map((slot) => ({ slot, label: module.C_GetTokenInfo(slot).label.trim() })),
  );
  const [found, second] = present.filter((token) => token.label === label);
  if (second !== undefined)
    throw new TokenUnusable(`Several tokens are called ${label}: give the signer's a name of its own.`);
  if (found !== undefined) return found.slot;
  const names = present.flatMap((token) => (token.label === "" ? [] : [token.label])).join(", ");
  throw new TokenUnusable(
    `There is no token called ${label} (found: ${names || "none"}): plug it in, or set SIGNER_PKCS11_TOKEN.`,
  );
}

function login(loaded: Pkcs11Module, session: Handle, { token, pin }: TokenAccess): void {
  const { library, module } = loaded;
  try {
    module.C_Login(session, library.CKU_USER, pin);
  } catch (error) {
    const result = resultOf(library, error) ?? "no answer";
    if (result === "CKR_USER_ALREADY_LOGGED_IN") return;
    // The cause is left out on purpose: it could hold what was given.
    if (result === "CKR_PIN_LOCKED")
      throw new PinRefused(`The PIN of the token ${token} is locked: unlock it with the security officer's.`);
    if (result.startsWith("CKR_PIN"))
      throw new PinRefused(
        `The token ${token} refuses the PIN: correct SIGNER_PKCS11_PIN, then start the signer again.`,
      );
    throw new TokenUnusable(`The token ${token} refuses the login (${result}): see the manual of your HSM.`);
  }
}

/** Asks the module; names what was asked for when it refuses. @throws TokenUnusable */
export function calling<Answer>({ library }: Pkcs11Module, what: string, call: () => Answer): Answer {
  try {
    return call();
  } catch (error) {
    const result = resultOf(library, error) ?? "no answer";
    const advice = "check that the HSM is connected";
    throw new TokenUnusable(`${what} cannot be had (${result}): ${advice}.`, { cause: error });
  }
}
