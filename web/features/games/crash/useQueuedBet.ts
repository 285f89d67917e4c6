import { useEffect, useEffectEvent, useState } from "react";
import {
  type IntendedCrashBet,
  type QueuedBet,
  type QueueEnd,
  type QueueMoment,
  queueEnd,
} from "@/features/games/crash/queuedBet";

type Input = QueueMoment & {
  /** The table takes bets now. */
  readonly isBetting: boolean;
  readonly place: (bet: IntendedCrashBet) => void;
};

/** Keeps one bet until a round takes it; it never outlives the connection, its account or its table. */
export function useQueuedBet({ isBetting, place, ...moment }: Input) {
  const [queued, setQueued] = useState<QueuedBet | null>(null);
  const [end, setEnd] = useState<QueueEnd | null>(null);
  const due = queued === null ? null : queueEnd(queued, moment);

  const goOn = useEffectEvent(() => {
    if (queued === null || (due === null && !isBetting)) return;
    setQueued(null);
    if (due === null) place(queued.bet);
    else setEnd(due);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again whenever one of these has changed
  useEffect(() => goOn(), [due, isBetting]);

  return {
    queued: due === null ? (queued?.bet ?? null) : null,
    /** Why the last one was forgotten, until another is set. */
    end,
    queue(bet: IntendedCrashBet): void {
      const { userId } = moment.seat;
      if (userId === null) return;
      setEnd(null);
      setQueued({ bet, userId });
    },
    cancel: () => setQueued(null),
  };
}
