import { FairhouseError } from "#domain/errors.ts";

/** The command cannot do what it was asked for; the message says why and what to do. */
export class ExitRefused extends FairhouseError {
  readonly code = "EXIT_REFUSED";
}
