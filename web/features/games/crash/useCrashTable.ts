import { useEffect, useRef, useState } from "react";
import { type CrashTableView, crashMessage } from "#domain/api/crash.ts";
import { tableAfter } from "@/features/games/crash/crashTable";
import { createHouseClock, type HouseClock } from "@/features/games/crash/houseClock";
import { useApp } from "@/lib/app/AppContext";

type Heard = {
  /** Undefined until the house has spoken; null when it has no such table. */
  readonly table: CrashTableView | null | undefined;
  readonly clock: HouseClock;
  /** Asks the house once more to tell of it. */
  readonly askAgain: () => void;
};

/** A currency's table as the house tells of it, and the house's clock as far as it can be told from that. */
export function useCrashTable(currency: string | undefined): Heard {
  const { live } = useApp();
  const [clock] = useState(createHouseClock);
  const [table, setTable] = useState<CrashTableView | null>();
  const known = useRef<CrashTableView | null>(null);
  const [asked, setAsked] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the channel is joined anew whenever it is asked for again
  useEffect(() => {
    if (currency === undefined) return;
    return live.join("crash", {
      onMessage(raw) {
        const message = crashMessage.parse(raw);
        const heardAtMs = performance.now();
        known.current = tableAfter(known.current, message, currency);
        setTable(known.current);
        const { roundId, phase, startedAt } = known.current?.round ?? {};
        if (message.kind !== "tick") {
          clock.hear(Date.parse(message.serverTime), heardAtMs);
          // That it has started is certain; how far it has come only its ticks say.
          const isOwn = message.kind === "snapshot" || message.round.roundId === roundId;
          if (isOwn && phase === "running" && startedAt) clock.hearRunning(Date.parse(startedAt), heardAtMs);
          return;
        }
        if (roundId !== message.roundId || !startedAt) return;
        const tickedAtMs = Date.parse(startedAt) + message.elapsedMs;
        clock.hear(tickedAtMs, heardAtMs);
        clock.hearRunning(tickedAtMs, heardAtMs);
      },
    });
  }, [live, clock, currency, asked]);

  return { table, clock, askAgain: () => setAsked((count) => count + 1) };
}
