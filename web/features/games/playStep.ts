import { type BetRefusal, betRefusal } from "@/features/games/betRefusal";

/**
 * Where the step at hand stands: a bet, a cash-out, an action in a round. Of an unanswered one the house has not
 * said whether it was taken; asking again settles that.
 */
export type PlayStep<Doing extends string = string> =
  | { readonly kind: "idle" }
  | { readonly kind: "busy"; readonly doing: Doing }
  | { readonly kind: "unanswered"; readonly again: () => void }
  | BetRefusal;

/** What happens to a step. Attempts are numbered, so that a late answer never speaks for a newer one. */
export type PlayStepEvent<Doing extends string> =
  | { readonly kind: "begun"; readonly attempt: number; readonly doing: Doing }
  | { readonly kind: "taken"; readonly attempt: number }
  | {
      readonly kind: "failed";
      readonly attempt: number;
      readonly error: unknown;
      /** An earlier attempt at the same was left open. */
      readonly isRepeat: boolean;
      readonly again: () => void;
    }
  | { readonly kind: "forgotten" };

export type PlayStepState<Doing extends string> = {
  /** The attempt that may still change the step; null when none may. */
  readonly attempt: number | null;
  readonly step: PlayStep<Doing>;
};

export const NO_STEP = { attempt: null, step: { kind: "idle" } } as const;

export function stepAfter<Doing extends string>(
  state: PlayStepState<Doing>,
  event: PlayStepEvent<Doing>,
): PlayStepState<Doing> {
  switch (event.kind) {
    case "begun":
      return { attempt: event.attempt, step: { kind: "busy", doing: event.doing } };
    case "forgotten":
      return NO_STEP;
    case "taken":
      return event.attempt === state.attempt ? NO_STEP : state;
    case "failed":
      if (event.attempt !== state.attempt) return state;
      return {
        attempt: null,
        step: betRefusal(event.error, event.isRepeat) ?? { kind: "unanswered", again: event.again },
      };
  }
}
