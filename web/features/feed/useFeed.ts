import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { type FeedBet, feedMessage, mineMessage } from "#domain/api/socket.ts";
import { useApp } from "@/lib/app/AppContext";

export type FeedName = "feed" | "high" | "mine";

/** A bet of the feed; who made it is left out of one's own. */
export type ShownBet = Omit<FeedBet, "player"> & { readonly player?: string };

const SHOWN = 12;
/** A list that changes more often than this cannot be read. */
const SHOW_EVERY_MS = 1_000;

const message = z.union([feedMessage, mineMessage]);

/** The newest bets of a feed, newest first; null until the first message. What comes while it is paused is shown after that. */
export function useFeed(name: FeedName, isPaused: boolean): readonly ShownBet[] | null {
  const { live } = useApp();
  const [shown, setShown] = useState<readonly ShownBet[] | null>(null);
  const newest = useRef<readonly ShownBet[] | null>(null);

  useEffect(() => {
    newest.current = null;
    setShown(null);
    return live.join(name, {
      onMessage(raw) {
        const { snapshot, bets } = message.parse(raw);
        const isFirst = newest.current === null;
        newest.current = newestOf(snapshot ? [] : (newest.current ?? []), bets);
        if (isFirst) setShown(newest.current);
      },
    });
  }, [live, name]);

  useEffect(() => {
    if (isPaused) return;
    const timer = setInterval(() => setShown(newest.current), SHOW_EVERY_MS);
    return () => clearInterval(timer);
  }, [isPaused]);

  return shown;
}

/** A message may repeat what a snapshot said already. */
function newestOf(known: readonly ShownBet[], added: readonly ShownBet[]): readonly ShownBet[] {
  const ids = new Set(known.map(({ betId }) => betId));
  const fresh = added.filter(({ betId }) => !ids.has(betId)).toReversed();
  return [...fresh, ...known].slice(0, SHOWN);
}
