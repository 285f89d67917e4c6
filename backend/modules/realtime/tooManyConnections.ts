import { FairhouseError } from "#domain/errors.ts";

/** Windows and devices that one user may have open at one process. */
export const MAX_CONNECTIONS_PER_USER = 64;

/** The user has more sockets open than anyone needs. */
export class TooManyConnections extends FairhouseError {
  readonly code = "TOO_MANY_CONNECTIONS";

  constructor() {
    super(`You have ${MAX_CONNECTIONS_PER_USER} connections open already: close some of them first.`);
  }
}
