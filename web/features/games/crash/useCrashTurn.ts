import type { CrashRoundView } from "#domain/api/crash.ts";
import { crashPress } from "@/features/games/crash/crashPress";
import type { useCrashBets } from "@/features/games/crash/useCrashBets";
import type { useIntendedCrashBet } from "@/features/games/crash/useIntendedCrashBet";
import { useJustGone } from "@/features/games/crash/useJustGone";
import { useQueuedBet } from "@/features/games/crash/useQueuedBet";
import { useSession } from "@/lib/session/useSession";

type Input = {
  readonly round: CrashRoundView | null;
  /** Of the table that is shown. */
  readonly currency: string;
  readonly intended: ReturnType<typeof useIntendedCrashBet>;
  readonly play: ReturnType<typeof useCrashBets>;
  readonly isLive: boolean;
  readonly isStopped: boolean;
};

/** Who wanted to cash out and came too late presses within this time. */
const LATE_PRESS_MS = 1_000;

/** The player's turn at the table: the bet in the round, the one that waits for the next, and what a press does. */
export function useCrashTurn({ round, currency, intended, play, isLive, isStopped }: Input) {
  const userId = useSession().user?.id ?? null;
  const { bets, step, place, cashOut, forget } = play;
  const isBetting = round?.phase === "betting";
  const isRunning = round?.phase === "running";
  const queue = useQueuedBet({
    seat: { userId, isLive },
    currency,
    isStopped,
    hasFailed: step.kind === "refused" || step.kind === "unanswered",
    isBetting,
    place: (bet) => round !== null && void place(round.roundId, bet),
  });
  const open = bets.find(
    ({ roundId, payout, cashedOutHundredths }) =>
      roundId === round?.roundId && payout === null && cashedOutHundredths === null,
  );
  const mine = isBetting || isRunning ? open : undefined;
  const hadBet = useJustGone(mine !== undefined, LATE_PRESS_MS);

  function bet(): void {
    const wanted = intended.bet;
    if (wanted === null) return;
    forget();
    if (isBetting) void place(round.roundId, wanted);
    else queue.queue(wanted);
  }

  function press(): void {
    const meant = crashPress({
      isBusy: step.kind === "busy",
      hasBet: mine !== undefined,
      hadBet,
      isRunning,
      isQueued: queue.queued !== null,
      isHindered: intended.obstacle !== null,
    });
    if (meant === "bet") bet();
    if (meant === "cashOut" && mine !== undefined) void cashOut(mine.betId);
  }

  return { mine, hadBet, queue, press };
}
