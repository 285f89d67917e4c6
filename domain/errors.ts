/**
 * The root of every expected failure in the system.
 *
 * Each failure is its own class: it carries the values that explain it as fields, a stable
 * `code` that clients may switch on, and a message that tells its reader what to do.
 * One table (`backend/http/problem.ts`) maps codes to HTTP statuses.
 */
export abstract class FairhouseError extends Error {
  /** Stable, upper-snake identifier, e.g. `INSUFFICIENT_BALANCE`. Never reworded once released. */
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A rule that the code itself guarantees was found broken: stop, do not carry on with wrong books. */
export class InvariantError extends FairhouseError {
  readonly code = "INVARIANT_BROKEN";
}

/** Asserts what must hold; the message names the invariant. @throws InvariantError */
export function invariant(holds: boolean, message: string): asserts holds {
  if (!holds) throw new InvariantError(message);
}
