import { FairhouseError } from "#domain/errors.ts";

/** The command cannot do what it was asked for; the message says why and what to do. */
export class AdministerRefused extends FairhouseError {
  readonly code = "ADMINISTER_REFUSED";
}
