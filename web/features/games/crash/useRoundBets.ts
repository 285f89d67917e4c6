import { useEffect, useRef, useState } from "react";
import { type CrashRoundBets, crashBetsMessage } from "#domain/api/crashBets.ts";
import { roundBetsAfter } from "@/features/games/crash/roundBets";
import { useApp } from "@/lib/app/AppContext";

/** Everybody's bets of a table's newest round; undefined until the house has spoken, null while there is no round. */
export function useRoundBets(currency: string): CrashRoundBets | null | undefined {
  const { live } = useApp();
  const [bets, setBets] = useState<CrashRoundBets | null>();
  const known = useRef<CrashRoundBets | null>(null);
  useEffect(
    () =>
      live.join("crashBets", {
        onMessage(raw) {
          known.current = roundBetsAfter(known.current, crashBetsMessage.parse(raw), currency);
          setBets(known.current);
        },
      }),
    [live, currency],
  );
  return bets;
}
