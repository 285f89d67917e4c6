import type { Problem } from "#domain/api/problem.ts";
import { FairhouseError } from "#domain/errors.ts";

/** The API refused, and says why in words for people. */
export class ApiProblem extends FairhouseError {
  readonly code: string;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.code = problem.code;
    this.problem = problem;
  }
}

/** A kill switch was thrown since the configuration was read: reading it again tells the rest of the page. */
export function isActivityStopped(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === "ACTIVITY_STOPPED";
}

/** No answer came in time: what was asked for may or may not have happened. */
export class ApiTimedOut extends FairhouseError {
  readonly code = "API_TIMED_OUT";

  constructor(options?: ErrorOptions) {
    super("The house did not answer in time. Check your connection and try again.", options);
  }
}

/** The API cannot be reached at all. */
export class ApiUnreachable extends FairhouseError {
  readonly code = "API_UNREACHABLE";

  constructor(options?: ErrorOptions) {
    super("The house cannot be reached. Check your connection and try again.", options);
  }
}

/** The answer is not what was agreed on, so nothing in it is believed. */
export class ApiAnswerInvalid extends FairhouseError {
  readonly code = "API_ANSWER_INVALID";

  constructor(path: string, options?: ErrorOptions) {
    super(
      `The answer to ${path} could not be read. Reload the page; it may be older than the house.`,
      options,
    );
  }
}
