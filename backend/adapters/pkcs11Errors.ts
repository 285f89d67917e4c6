import { FairhouseError } from "#domain/errors.ts";

/** The HSM cannot be used as it is set up; the message says what to do and never repeats the PIN. */
export class TokenUnusable extends FairhouseError {
  readonly code: string = "TOKEN_UNUSABLE";
}

/** The token refused the PIN. Trying again would lock it. */
export class PinRefused extends TokenUnusable {
  override readonly code = "PIN_REFUSED";
}
