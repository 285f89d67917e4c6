import type pg from "pg";
import { Forbidden } from "#backend/http/failures.ts";
import { FairhouseError } from "#domain/errors.ts";
import { type ResumeOrder, resumePayoutsOf } from "./resumePayouts.store.ts";

/** @throws Forbidden, StopChanged, BooksDiffer, ComparisonStale, PlayersLeaving */
export type ResumePayouts = (order: ResumeOrder) => Promise<{ wereStopped: boolean }>;

/** Lets payouts of a house go on, for an administrator and while the books agree with the chain; the stop stays on record. */
export function createResumePayouts(pool: pg.Pool): ResumePayouts {
  return async (order) => {
    const outcome = await resumePayoutsOf(pool, order);
    switch (outcome) {
      case "resumed":
      case "running":
        return { wereStopped: outcome === "resumed" };
      case "forbidden":
        throw new Forbidden();
      case "changed":
        throw new StopChanged();
      case "differing":
        throw new BooksDiffer();
      case "stale":
        throw new ComparisonStale();
      case "exit":
        throw new PlayersLeaving();
    }
  };
}

/** Payouts were stopped anew since, for what may be another reason. */
export class StopChanged extends FairhouseError {
  readonly code = "STOP_CHANGED";

  constructor() {
    super(
      "Payouts were stopped anew since the stop that you were shown: close this, and read why before you decide.",
    );
  }
}

/** The latest comparison still found something. */
export class BooksDiffer extends FairhouseError {
  readonly code = "BOOKS_DIFFER";

  constructor() {
    super("The latest comparison of the books with the chain still finds something: mend that first.");
  }
}

/** Nobody knows whether the books agree now. */
export class ComparisonStale extends FairhouseError {
  readonly code = "COMPARISON_STALE";

  constructor() {
    super(
      "The books were not compared with the chain lately: see that the indexer runs, and compare them now.",
    );
  }
}

/** The vault pays by proof alone from now on. */
export class PlayersLeaving extends FairhouseError {
  readonly code = "EXIT_UNDER_WAY";

  constructor() {
    super(
      "The vault's exit is open: it executes no batch any more, and players take what they are owed by proof.",
    );
  }
}
