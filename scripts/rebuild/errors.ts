import { FairhouseError } from "#domain/errors.ts";

/** The command was not told what to do, or cannot do it. */
export class RebuildRefused extends FairhouseError {
  readonly code = "REBUILD_REFUSED";
}
