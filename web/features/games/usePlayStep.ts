import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useRef } from "react";
import {
  NO_STEP,
  type PlayStep,
  type PlayStepEvent,
  type PlayStepState,
  stepAfter,
} from "@/features/games/playStep";
import { isActivityStopped } from "@/lib/api/apiErrors";
import { useApp } from "@/lib/app/AppContext";
import { houseKey } from "@/lib/house/houseQuery";
import { ownerOf } from "@/lib/session/ownerOf";
import { useSession } from "@/lib/session/useSession";

/** One thing asked of the house. */
export type Attempt<Doing extends string, Answer> = {
  readonly doing: Doing;
  /** Rejects when it was refused, or left open: `betRefusal` tells which. */
  readonly ask: () => Promise<Answer>;
  /** Takes the answer in, before the next step can be begun. */
  readonly accept: (answer: Answer) => Promise<void>;
  /** Asks for the same thing once more. */
  readonly again: () => void;
  /** An earlier attempt at the same was left open. */
  readonly isRepeat: boolean;
};

/** A player's steps, one at a time: where the latest stands, and how to take the next. */
export function usePlayStep<Doing extends string>() {
  const { session } = useApp();
  const userId = useSession().user?.id ?? null;
  const queryClient = useQueryClient();
  const [{ step }, tell] = useReducer<PlayStepState<Doing>, [PlayStepEvent<Doing>]>(stepAfter, NO_STEP);
  const attempts = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what one account had begun is nothing to the next
  useEffect(() => tell({ kind: "forgotten" }), [userId]);

  /** @returns the answer; null when there is none, or when it belongs to an account that has left */
  async function take<Answer>(wanted: Attempt<Doing, Answer>): Promise<Answer | null> {
    const { doing, ask, accept, again, isRepeat } = wanted;
    attempts.current += 1;
    const attempt = attempts.current;
    const owner = ownerOf(session);
    tell({ kind: "begun", attempt, doing });
    try {
      const answer = await ask();
      if (ownerOf(session) !== owner) return null;
      await accept(answer);
      tell({ kind: "taken", attempt });
      return answer;
    } catch (error) {
      if (isActivityStopped(error)) void queryClient.invalidateQueries({ queryKey: houseKey });
      tell({ kind: "failed", attempt, error, isRepeat, again });
      return null;
    }
  }

  const shown: PlayStep<Doing> = step;
  return { step: shown, take, forget: () => tell({ kind: "forgotten" }) };
}
